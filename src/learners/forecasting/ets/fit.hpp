#pragma once

#include "learners/forecasting/ets/known_minima.hpp"
#include "learners/forecasting/ets/model.hpp"
#include "learners/forecasting/ets/specification.hpp"
#include <span>

namespace rankfold::learners::forecasting::smoothing {

/// Fits the best of the forms that the specification allows, as `ets` of R's package forecast 8.20 does.
///
/// @param values one series; NaN is missing, and then only the longest unbroken part is used (the first of several).
/// @throws FitError if nothing can be fitted to these values, or the specification is refused for them.
[[nodiscard]] Model fit(Specification const& specification, std::span<double const> values);

/// The same, with the search starting from what an earlier one has found in the first of these values.
/// @param known what to start from; becomes what is found now. Empty, or of no use here: the search is from scratch.
[[nodiscard]] Model fit(Specification const& specification, std::span<double const> values, KnownMinima& known);

} // namespace rankfold::learners::forecasting::smoothing
