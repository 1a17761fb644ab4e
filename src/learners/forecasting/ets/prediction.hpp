#pragma once

#include "learners/forecasting/ets/model.hpp"
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// Forecasts by the plain recursion from the last states, `horizon` steps from the end of the series (that is, after
/// the model's gap).
[[nodiscard]] std::vector<double> point_forecasts(Model const& model, int horizon);

/// Variances of the forecast errors at the same steps; NaN where the error variance is not known.
///
/// Forms without products but in the error: exact (HKOS sections 6.3 and 6.4, classes 1 and 2). Relative errors with a
/// multiplicative season and no or an additive trend: exact for normal errors (`seasonal_factor_variances`). The other
/// forms have no known variance: the effect of each error to come on the forecast is taken to be linear, and found by
/// letting an error of one standard deviation happen.
[[nodiscard]] std::vector<double> forecast_variances(Model const& model, int horizon);

} // namespace rankfold::learners::forecasting::smoothing
