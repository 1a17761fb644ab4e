#pragma once

#include "learners/forecasting/ets/model.hpp"
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// Variances of the forecast errors of forms with relative errors, a multiplicative season and no or an additive trend,
/// steps 1 to `steps`: exact for normal errors (HKOS section 6.5, class 3).
/// @pre the error variance is known
[[nodiscard]] std::vector<double> seasonal_factor_variances(Model const& model, int steps);

} // namespace rankfold::learners::forecasting::smoothing
