#pragma once

#include "rankfold/value.hpp"
#include <string>
#include <string_view>

namespace rankfold::results {

/// A value in a column of text: as JSON, but for text, which stands as it is unless it would be read as something else.
[[nodiscard]] std::string value_to_cell(Value const& value);
/// The value of which `value_to_cell` made this text.
[[nodiscard]] Value value_from_cell(std::string_view cell);

} // namespace rankfold::results
