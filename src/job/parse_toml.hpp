#pragma once

#include "job/node.hpp"
#include <string_view>

namespace rankfold::job {

/// Parses TOML. The only function that knows the TOML library.
/// @param origin what places in the result are said to be in: the file's path.
/// @throws JobError with line and column if the text is not UTF-8 or not TOML; a key given twice is not TOML.
[[nodiscard]] NodeTable parse_toml(std::string_view text, std::string origin);

} // namespace rankfold::job
