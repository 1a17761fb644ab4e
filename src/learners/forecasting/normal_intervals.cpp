#include "learners/forecasting/normal_intervals.hpp"
#include "learners/forecasting/quantile.hpp"
#include <cmath>

namespace rankfold::learners::forecasting {

void add_normal_intervals(Forecast& forecast, std::span<double const> variances, std::span<double const> levels) {
  for (double const level : levels) {
    double const z = normal_reach(level);
    Forecast::Interval interval{level, forecast.mean, forecast.mean};
    for (std::size_t h = 0; h < forecast.mean.size(); ++h) {
      double const half_width = std::isfinite(variances[h]) ? z * std::sqrt(variances[h]) : std::nan("");
      interval.lower[h] -= half_width;
      interval.upper[h] += half_width;
    }
    forecast.intervals.push_back(std::move(interval));
  }
}

} // namespace rankfold::learners::forecasting
