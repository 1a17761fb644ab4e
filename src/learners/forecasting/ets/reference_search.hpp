#pragma once

#include "learners/forecasting/ets/model.hpp"
#include "learners/forecasting/ets/specification.hpp"
#include <span>

namespace rankfold::learners::forecasting::smoothing {

/// One form fitted as `ses`, `holt` and `hw` of R's forecast 8.20 do: squared one-step errors, all parameters and
/// initial states searched together by one simplex from one start, until 2,000 evaluations or a relative change
/// of 1.5e-8. Where the sum of squares has several minima, this gives the reference's one, for forecasts that agree
/// with it.
/// @param values in the units of the series: the first simplex depends on them
/// @throws FitError if there are too few values, or the start cannot be evaluated.
[[nodiscard]] Model fit_by_simplex(Form form, std::span<double const> values, Specification const& specification);

} // namespace rankfold::learners::forecasting::smoothing
