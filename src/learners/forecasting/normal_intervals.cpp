#include "learners/forecasting/normal_intervals.hpp"
#include <cmath>
#include <numbers>

namespace rankfold::learners::forecasting {

namespace {

/// z with P(|Z| < z) = coverage, by Halley's method on the complementary error function, which is convex where it is
/// followed: from a start too small it rises to the solution. Full precision for coverages to 1 - 1e-15.
double central_quantile(double coverage) {
  double const outside = 1.0 - coverage;
  double z = 0.0;
  for (int i = 0; i < 60; ++i) {
    double const density = 2.0 * std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
    double const newton = (std::erfc(z / std::numbers::sqrt2) - outside) / density;
    double const step = newton / (1.0 + 0.5 * z * newton);
    z += step;
    if (std::abs(step) <= 1e-15 * (1.0 + z)) break;
  }
  return z;
}

} // namespace

void add_normal_intervals(Forecast& forecast, std::span<double const> variances, std::span<double const> levels) {
  for (double const level : levels) {
    double const z = central_quantile(level / 100.0);
    Forecast::Interval interval{level, forecast.mean, forecast.mean};
    for (std::size_t h = 0; h < forecast.mean.size(); ++h) {
      double const half_width = z * std::sqrt(variances[h]);
      interval.lower[h] -= half_width;
      interval.upper[h] += half_width;
    }
    forecast.intervals.push_back(std::move(interval));
  }
}

} // namespace rankfold::learners::forecasting
