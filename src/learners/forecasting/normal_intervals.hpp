#pragma once

#include "learners/learner.hpp"
#include <span>

namespace rankfold::learners::forecasting {

/// Adds an interval for each level (percent): mean -+ z sqrt(variance), z being the reach of the normal distribution.
/// @param variances of the forecast errors, one a step. Where one is not finite, the limits are NaN.
void add_normal_intervals(Forecast& forecast, std::span<double const> variances, std::span<double const> levels);

} // namespace rankfold::learners::forecasting
