#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rankfold::job {

/// A wall time as batch systems write it: "02:00:00", "90:00" (minutes and seconds), "1-12:00:00", "2-00:00" (days).
/// @return seconds; nothing if it is none, or has minutes or seconds from 60 behind larger units.
[[nodiscard]] std::optional<std::int64_t> parse_time_limit(std::string_view text);

/// "02:00:00", "1-12:00:00"
[[nodiscard]] std::string time_limit_text(std::int64_t seconds);

} // namespace rankfold::job
