#include "job/range.hpp"

#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace rankfold::job {
namespace {

constexpr double slack = 1e-9; ///< in steps: (1.0 - 0.1) / 0.1 is a little below 9

double step_of(Range const& range) { return range.step.value_or(1.0); }

} // namespace

std::uint64_t range_size(Range const& range) {
  expects(range.integer || range.step, "a range that is counted goes by steps");
  double const steps = std::floor((range.maximum - range.minimum) / step_of(range) + slack);
  return static_cast<std::uint64_t>(std::min(steps, 0x1p62 - 1024)) + 1;
}

Value range_value(Range const& range, std::uint64_t index) {
  double const value = range.minimum + static_cast<double>(index) * step_of(range);
  if (range.integer) return static_cast<std::int64_t>(value);
  if (index == 0) return range.minimum;
  return std::min(*parse_real(fmt::format("{:.15g}", value)), range.maximum);
}

bool contains(Range const& range, Value const& value) {
  if (!value.is_number() || value.is_integer() != range.integer) return false;
  double const number = value.as_real();
  if (number < range.minimum || number > range.maximum) return false;
  if (!range.integer && !range.step) return true;
  double const index = std::round((number - range.minimum) / step_of(range));
  return index < static_cast<double>(range_size(range)) &&
         range_value(range, static_cast<std::uint64_t>(index)) == value;
}

} // namespace rankfold::job
