#pragma once

#include "learners/forecasting/simple/theta_states.hpp"
#include <vector>

/// The theta method (Assimakopoulos & Nikolopoulos, Int. J. Forecasting 16, 2000) in the form that Hyndman & Billah
/// (ibid. 19, 2003) give it: simple exponential smoothing with half the slope of the least squares line as drift.
namespace rankfold::learners::forecasting {

struct StandardTheta {
  double alpha = 1.0;
  double level = 0.0;  ///< after the last value, season taken out
  double drift = 0.0;  ///< half the slope of the line
  double sigma2 = 0.0; ///< of the smoothing's one-step errors
  int n_used = 0;
};

/// The search is that of R's thetaf. @pre at least one value
[[nodiscard]] StandardTheta fit_standard_theta(std::vector<double> const& values);
[[nodiscard]] ThetaPath forecast_standard_theta(StandardTheta const& model, int steps);

} // namespace rankfold::learners::forecasting
