#pragma once

#include "hdf5/file.hpp"
#include <cstdint>
#include <string>

namespace rankfold::hdf5 {

/// What a dataset holds, told apart from anything else it might hold.
struct Digest {
  std::uint64_t bytes = 0, hash = 0;
  bool operator==(Digest const&) const = default;
};

/// Of a dataset's values as the file has them, one after the other: XXH3-64 of what h5py gives with `tobytes()`. Where
/// they lie in the file, and what lies between them, does not matter. Reads a block at a time.
/// @param name of a scalar or a dataset of one dimension. @throws JobError if it cannot be read.
[[nodiscard]] Digest digest(File const& file, std::string const& name);

} // namespace rankfold::hdf5
