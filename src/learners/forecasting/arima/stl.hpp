#pragma once

#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

struct SeasonalTrend {
  std::vector<double> seasonal, trend;
};

/// Smoothing windows of STL, in observations (odd).
struct StlWindows {
  int seasonal = 11;
};

/// Seasonal-trend decomposition by loess, not robust (Cleveland, Cleveland, McRae & Terpenning 1990): locally constant
/// seasonal, locally linear trend and low-pass filter, two inner iterations, every tenth of a window computed and the
/// rest interpolated, as R's stl does by default.
/// @pre no value is missing, and there are more than two periods
[[nodiscard]] SeasonalTrend stl(std::span<double const> x, int period, StlWindows const& windows = {});

} // namespace rankfold::learners::forecasting::box_jenkins
