#include "learners/forecasting/ets/observations.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/core.h>

namespace rankfold::learners::forecasting::smoothing {

namespace {

constexpr double largest_value = 1e150;

struct Part {
  std::size_t begin = 0, length = 0;
};

Part longest_unbroken(std::span<double const> series) {
  Part best;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= series.size(); ++i) {
    if (i < series.size() && !std::isnan(series[i])) continue;
    if (i - begin > best.length) best = {begin, i - begin};
    begin = i + 1;
  }
  return best;
}

} // namespace

double order_of_magnitude(std::span<double const> values) {
  double sum = 0.0, count = 0.0;
  for (double const v : values) count += std::isnan(v) ? 0.0 : 1.0;
  for (double const v : values) sum += std::isnan(v) ? 0.0 : std::abs(v) / count;
  return sum > 0.0 ? std::ldexp(1.0, std::ilogb(sum)) : 1.0;
}

Observations::Observations(std::span<double const> series) {
  auto const [first, length] = longest_unbroken(series);
  begin = first;
  if (length == 0) throw FitError{"there is no value to fit to"};
  values.assign(series.begin() + static_cast<std::ptrdiff_t>(begin),
                series.begin() + static_cast<std::ptrdiff_t>(begin + length));
  gap = series.size() - begin - length;
  auto const huge =
      std::find_if(values.begin(), values.end(), [](double v) { return !(std::abs(v) <= largest_value); });
  if (huge != values.end()) {
    throw FitError{fmt::format("the value {} is too large to be squared: at most {} is taken", *huge, largest_value)};
  }
  scale = order_of_magnitude(values);
  for (double& v : values) v /= scale;
}

void Observations::undo_scaling() {
  for (double& v : values) v *= scale;
  scale = 1.0;
}

bool Observations::is_constant() const {
  return std::all_of(values.begin(), values.end(), [this](double v) { return v == values.front(); });
}

} // namespace rankfold::learners::forecasting::smoothing
