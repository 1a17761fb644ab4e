#pragma once

#include "learners/learner.hpp"
#include <cstddef>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting {

/// A random walk of lag m, y[t] = c + y[t-m] + e[t], with or without the drift c.
/// Definitions as in R's forecast 8.20 (rwf, naive, snaive) and Hyndman & Athanasopoulos (2021), sections 5.2 and 5.5.
struct LagWalk {
  enum class Drift { none, estimated };

  std::vector<double> last;     ///< the last m values, oldest first
  double drift = 0;             ///< c, the mean of the differences
  double drift_error = 0;       ///< its standard error
  double residual_variance = 0; ///< NaN where there is no residual to estimate it from

  /// A missing value counts as the one a lag before it, where it is needed to forecast from; it gives no residual.
  /// @throws FitError if a position of the season has no value at all, or the drift cannot be estimated.
  [[nodiscard]] static LagWalk fit(std::span<double const> values, std::size_t lag, Drift drift);

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const;
};

} // namespace rankfold::learners::forecasting
