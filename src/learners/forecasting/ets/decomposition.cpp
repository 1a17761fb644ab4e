#include "learners/forecasting/ets/decomposition.hpp"
#include <cmath>
#include <numeric>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// The centred moving average over a period at `t`; for an even period the two ends count half.
double moving_average(std::span<double const> values, std::size_t t, std::size_t period) {
  std::size_t const half = period / 2;
  auto const window = values.subspan(t - half, 2 * half + 1);
  double sum = std::accumulate(window.begin(), window.end(), 0.0);
  if (period % 2 == 0) sum -= 0.5 * (window.front() + window.back());
  return sum / static_cast<double>(period);
}

} // namespace

std::vector<double> classical_seasons(Component season, std::span<double const> values, std::size_t period) {
  std::vector<double> means(period);
  std::vector<int> counts(period);
  std::size_t const half = period / 2;
  for (std::size_t t = half; t + half < values.size(); ++t) {
    double const part = taken_out(season, values[t], moving_average(values, t, period));
    if (!std::isfinite(part)) continue; // a ratio to a stretch of zeros tells nothing of the season
    means[t % period] += part;
    ++counts[t % period];
  }
  for (std::size_t j = 0; j < period; ++j) means[j] /= counts[j];
  return means;
}

} // namespace rankfold::learners::forecasting::smoothing
