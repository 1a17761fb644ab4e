#include "job/quantity.hpp"

#include "job/section.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <cmath>
#include <optional>
#include <span>

namespace rankfold::job {
namespace {

struct Unit {
  std::string_view name;
  double size;
};

constexpr Unit durations[]{{"ms", 1e-3}, {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}};

constexpr double kib = 1024, mib = 1024 * kib, gib = 1024 * mib, tib = 1024 * gib;
constexpr Unit memories[]{{"B", 1},    {"KiB", kib}, {"MiB", mib}, {"GiB", gib}, {"TiB", tib},
                          {"kB", 1e3}, {"MB", 1e6},  {"GB", 1e9},  {"TB", 1e12}};

/// "10min" with its unit taken into account.
std::optional<double> parse_quantity(std::string_view text, std::span<Unit const> units) {
  auto const end = text.find_last_of("0123456789.") + 1; // npos + 1 is 0: then there is no number
  auto const number = parse_real(text.substr(0, end));
  auto unit = text.substr(end);
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  for (auto const& known : units) {
    if (known.name == unit && number) return *number * known.size;
  }
  return {};
}

std::optional<double> quantity_of(Node const& node, std::span<Unit const> units) {
  if (auto const* text = node.as<std::string>()) return parse_quantity(*text, units);
  if (auto const* whole = node.as<std::int64_t>()) return static_cast<double>(*whole);
  if (auto const* real = node.as<double>()) return *real;
  return {};
}

bool is_duration(std::optional<double> seconds) { return seconds && *seconds > 0 && *seconds <= 1e9; }

} // namespace

double parse_duration(std::string_view text, std::string_view label) {
  auto seconds = parse_real(text);
  if (!seconds) seconds = parse_quantity(text, durations);
  if (is_duration(seconds)) return *seconds;
  throw JobError{fmt::format("{} must be a duration like 90s, 10min or 2h, but is '{}'", label, text)};
}

double duration_of(Node const& node, std::string_view label) {
  auto const seconds = quantity_of(node, durations);
  if (is_duration(seconds)) return *seconds;
  fail(node.place, "{} must be a duration like \"90s\", \"10min\" or \"2h\", but is {}", label, described(node));
}

std::int64_t memory_of(Node const& node, std::string_view label) {
  auto const bytes = quantity_of(node, memories);
  if (bytes && *bytes >= 1 && *bytes <= 1e18) return static_cast<std::int64_t>(*bytes);
  fail(node.place, "{} must be an amount of memory like \"512MiB\" or \"2GiB\", but is {}", label, described(node));
}

std::string duration_text(double seconds) {
  if (seconds >= 60 && std::fmod(seconds, 60) == 0) return fmt::format("{}min", seconds / 60);
  return fmt::format("{}s", seconds);
}

std::string memory_text(std::int64_t bytes) {
  std::string text = fmt::format("{}B", bytes);
  auto size = static_cast<double>(bytes);
  for (auto const* unit : {"KiB", "MiB", "GiB"}) {
    if (std::fmod(size, kib) != 0) break;
    size /= kib;
    text = fmt::format("{}{}", static_cast<std::int64_t>(size), unit);
  }
  return text;
}

} // namespace rankfold::job
