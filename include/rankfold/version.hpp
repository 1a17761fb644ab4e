#pragma once

#include <string_view>

namespace rankfold {

/// Version of the program and of the library, semantic. This line is the only place that says it: CMake reads it here.
inline constexpr std::string_view version = "0.1.0";

} // namespace rankfold
