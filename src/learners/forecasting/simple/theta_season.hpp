#pragma once

#include <span>
#include <vector>

namespace rankfold::learners::forecasting {

/// A series as theta methods see it: without its season, if there is one.
struct Deseasonalised {
  std::vector<double> values;
  std::vector<double> season; ///< factors from the step after the last value on; empty: not seasonal
  int gap = 0;                ///< positions from the last value used to the end of the series
};

/// Takes the season out of the longest unbroken part, by classical multiplicative decomposition, if the autocorrelation
/// at its lag is significant at 10 %: as thetaf of R's forecast 8.20. @throws FitError as `smoothing::Observations`
[[nodiscard]] Deseasonalised deseasonalise(std::span<double const> series, std::size_t period);

} // namespace rankfold::learners::forecasting
