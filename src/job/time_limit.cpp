#include "job/time_limit.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <vector>

namespace rankfold::job {
namespace {

constexpr std::int64_t most = 100'000'000; ///< of any part: years in any unit, and safe to add up

std::optional<std::int64_t> parse_part(std::string_view text) {
  std::int64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool const is_number = error == std::errc{} && end == text.data() + text.size() && text.front() != '-';
  return is_number && number <= most ? std::optional{number} : std::nullopt;
}

/// The numbers between the colons; nothing if one of them is none.
std::optional<std::vector<std::int64_t>> parse_parts(std::string_view text) {
  std::vector<std::int64_t> parts;
  for (bool last = false; !last;) {
    auto const colon = text.find(':');
    last = colon == std::string_view::npos;
    if (text.empty() || colon == 0) return {};
    auto const part = parse_part(text.substr(0, colon));
    if (!part) return {};
    parts.push_back(*part);
    text.remove_prefix(last ? text.size() : colon + 1);
  }
  return parts;
}

std::int64_t seconds_of(std::vector<std::int64_t> const& parts, std::int64_t unit) {
  std::int64_t seconds = 0;
  for (auto const part : parts) {
    seconds += part * unit;
    unit /= 60;
  }
  return seconds;
}

} // namespace

std::optional<std::int64_t> parse_time_limit(std::string_view text) {
  std::optional<std::int64_t> days;
  if (auto const dash = text.find('-'); dash != std::string_view::npos) {
    days = parse_parts(text.substr(0, dash)).value_or(std::vector<std::int64_t>{-1}).front();
    if (*days < 0) return {};
    text.remove_prefix(dash + 1);
  }
  auto const parts = parse_parts(text);
  if (!parts || parts->size() > 3 || parts->size() < (days ? 1U : 2U)) return {};
  if (std::any_of(parts->begin() + 1, parts->end(), [](auto part) { return part >= 60; })) return {};
  bool const begins_with_hours = days || parts->size() == 3;
  return days.value_or(0) * 86'400 + seconds_of(*parts, begins_with_hours ? 3600 : 60);
}

std::string time_limit_text(std::int64_t seconds) {
  auto const clock = fmt::format("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
  return seconds < 86'400 ? clock : fmt::format("{}-{}", seconds / 86'400, clock);
}

} // namespace rankfold::job
