#pragma once

#include "hdf5/handle.hpp"
#include "hdf5/row.hpp"
#include <string>

namespace rankfold::hdf5 {

/// The compound type of such rows, without gaps.
[[nodiscard]] Handle make_type(RowLayout const& layout);

/// The columns of a compound type, in file order; where our types are narrower or wider than the file's, the library
/// converts on reading.
/// @param place for messages. @throws JobError if a column's type is none of ours.
[[nodiscard]] RowLayout read_layout(Handle const& type, std::string const& place);

} // namespace rankfold::hdf5
