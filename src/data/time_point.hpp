#pragma once

#include <optional>
#include <string_view>

namespace rankfold::data {

/// A point of a time column. Dates and numbers are not compared with each other.
struct TimePoint {
  enum class Kind { number, date };
  Kind kind = Kind::number;
  double value = 0; ///< the number itself, or seconds since 1970-01-01 UTC
};

/// Reads a plain number (also a year, or the position in the series), a month "2001-04", or an ISO 8601 date
/// "2001-04-30", with a time of day "2001-04-30T13:45:10.5+02:00" or without (T may be a blank; seconds, fraction and
/// zone may be missing; no zone means UTC). Nothing for any other text.
[[nodiscard]] std::optional<TimePoint> parse_time(std::string_view text);

/// What `parse_time` takes, for messages.
inline constexpr std::string_view accepted_times =
    "accepted: numbers, years, months as 2001-04, dates as 2001-04-30, times as 2001-04-30T13:45:10";

} // namespace rankfold::data
