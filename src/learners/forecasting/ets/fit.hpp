#pragma once

#include "learners/forecasting/ets/specification.hpp"
#include <span>

namespace rankfold::learners::forecasting::smoothing {

/// Fits the best of the forms that the specification allows, as `ets` of R's package forecast 8.20 does.
///
/// @param values one series; NaN is missing, and then only the longest unbroken part is used (the first of several).
/// @throws FitError if nothing can be fitted to these values, or the specification is refused for them.
[[nodiscard]] Model fit(Specification const& specification, std::span<double const> values);

} // namespace rankfold::learners::forecasting::smoothing
