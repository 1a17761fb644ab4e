#pragma once

#include "learners/forecasting/ces/profile.hpp"
#include <optional>

namespace rankfold::learners::forecasting::complex_smoothing {

/// The stable weights with the least squared errors that were found: the best points of a grid, followed downhill.
/// Empty where the errors are finite nowhere.
[[nodiscard]] std::optional<Weights> best_weights(Profile& profile, Seasonality seasonality);

/// Squares that are rounding errors: less does not count as a better fit.
[[nodiscard]] double negligible(Profile const& profile);

} // namespace rankfold::learners::forecasting::complex_smoothing
