#pragma once

#include "job/node.hpp"
#include <cstdint>
#include <string>
#include <string_view>

namespace rankfold::job {

/// A duration: "90s", "10min", "1.5h", "250ms", "2d", or a number of seconds. @return seconds, above 0. @throws
/// JobError
[[nodiscard]] double duration_of(Node const& node, std::string_view label);

/// The same from a command line. @throws JobError
[[nodiscard]] double parse_duration(std::string_view text, std::string_view label);

/// An amount of memory: "2GiB", "512MiB" (powers of 1024), "2GB" (powers of 1000), or a number of bytes.
/// @return bytes, above 0. @throws JobError
[[nodiscard]] std::int64_t memory_of(Node const& node, std::string_view label);

/// @name As a job file says them; they read back to the same.
[[nodiscard]] std::string duration_text(double seconds);
[[nodiscard]] std::string memory_text(std::int64_t bytes);

} // namespace rankfold::job
