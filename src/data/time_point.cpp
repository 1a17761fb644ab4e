#include "data/time_point.hpp"

#include "data/cell.hpp"
#include "support/text.hpp"
#include <chrono>
#include <cmath>

namespace rankfold::data {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes a text apart from its beginning. Each call takes what it names, or takes nothing and says so.
class Cursor {
public:
  explicit Cursor(std::string_view text) : rest_{text} {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// A number of exactly `digits` digits.
  [[nodiscard]] std::optional<int> number(std::size_t digits) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_digit(rest_[i])) return std::nullopt;
      value = 10 * value + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }
  /// The digits behind a decimal point, at least one.
  [[nodiscard]] std::optional<double> fraction() {
    double value = 0, unit = 0.1;
    if (at_end() || !is_digit(rest_[0])) return std::nullopt;
    for (; !at_end() && is_digit(rest_[0]); rest_.remove_prefix(1), unit /= 10) value += unit * (rest_[0] - '0');
    return value;
  }

private:
  std::string_view rest_;
};

/// Seconds from midnight: hh, hh:mm, hh:mm:ss or hh:mm:ss.fraction. A second may be 60 (leap).
std::optional<double> read_time_of_day(Cursor& cursor) {
  auto const hour = cursor.number(2);
  if (!hour || *hour > 23) return std::nullopt;
  double seconds = *hour * 3600.0;
  if (!cursor.take(':')) return seconds;
  auto const minute = cursor.number(2);
  if (!minute || *minute > 59) return std::nullopt;
  seconds += *minute * 60.0;
  if (!cursor.take(':')) return seconds;
  auto const second = cursor.number(2);
  if (!second || *second > 60) return std::nullopt;
  seconds += *second;
  if (!cursor.take('.')) return seconds;
  auto const fraction = cursor.fraction();
  return fraction ? std::optional{seconds + *fraction} : std::nullopt;
}

/// Seconds that the zone is ahead of UTC: Z, +hh, +hhmm or +hh:mm; none given is UTC.
std::optional<double> read_zone(Cursor& cursor) {
  if (cursor.at_end() || cursor.take('Z')) return 0.0;
  bool const west = cursor.take('-');
  if (!west && !cursor.take('+')) return std::nullopt;
  auto const hours = cursor.number(2);
  if (!hours || *hours > 23) return std::nullopt;
  double ahead = *hours * 3600.0;
  if (!cursor.at_end()) {
    if (!cursor.take(':') && cursor.at_end()) return std::nullopt;
    auto const minutes = cursor.number(2);
    if (!minutes || *minutes > 59) return std::nullopt;
    ahead += *minutes * 60.0;
  }
  return west ? -ahead : ahead;
}

/// Seconds from the epoch to the midnight of YYYY-MM or YYYY-MM-DD.
std::optional<double> read_day(Cursor& cursor) {
  auto const year = cursor.number(4);
  if (!year || !cursor.take('-')) return std::nullopt;
  auto const month = cursor.number(2);
  if (!month) return std::nullopt;
  int day = 1;
  if (!cursor.at_end()) {
    if (!cursor.take('-')) return std::nullopt;
    auto const given = cursor.number(2);
    if (!given) return std::nullopt;
    day = *given;
  }
  std::chrono::year_month_day const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return static_cast<double>(std::chrono::sys_days{date}.time_since_epoch().count()) * 86400.0;
}

std::optional<double> parse_date(std::string_view text) {
  Cursor cursor{text};
  auto const day = read_day(cursor);
  if (!day || cursor.at_end()) return day;
  if (!cursor.take('T') && !cursor.take(' ')) return std::nullopt;
  auto const time = read_time_of_day(cursor);
  if (!time) return std::nullopt;
  auto const ahead = read_zone(cursor);
  if (!ahead || !cursor.at_end()) return std::nullopt;
  return *day + *time - *ahead;
}

} // namespace

std::optional<TimePoint> parse_time(std::string_view text) {
  auto const inner = trimmed(text);
  if (auto const seconds = parse_date(inner)) return TimePoint{TimePoint::Kind::date, *seconds};
  auto const number = parse_real(inner);
  if (number && std::isfinite(*number)) return TimePoint{TimePoint::Kind::number, *number};
  return std::nullopt;
}

} // namespace rankfold::data
