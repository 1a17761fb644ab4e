#pragma once

#include "learners/forecasting/ets/model.hpp"
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// Forecasts by the plain recursion from the last states, `horizon` steps from the end of the series (that is, after
/// the model's gap).
[[nodiscard]] std::vector<double> point_forecasts(Model const& model, int horizon);

/// Variances of the forecast errors at the same steps; NaN where the error variance is not known.
///
/// Forms without products but in the error: exact (HKOS sections 6.3 class 1 and 6.4 class 2). Relative errors with a
/// multiplicative season and no or an additive trend: class 3's approximation (HKOS section 6.5). The other forms have
/// no known variance: every past error's effect on the forecast is taken to be linear, found by letting it happen.
[[nodiscard]] std::vector<double> forecast_variances(Model const& model, int horizon);

} // namespace rankfold::learners::forecasting::smoothing
