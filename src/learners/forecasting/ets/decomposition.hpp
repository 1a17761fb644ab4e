#pragma once

#include "learners/forecasting/ets/form.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// The seasons of a series by classical decomposition: the mean, for each position in the period, of the values without
/// their centred moving average (differences, or ratios for a multiplicative season). Neither centred nor scaled;
/// NaN where no ratio is finite.
/// @param season additive or multiplicative
/// @pre at least two periods of values
[[nodiscard]] std::vector<double> classical_seasons(Component season, std::span<double const> values,
                                                    std::size_t period);

/// The value without a trend, or a season, that enters like `component`.
[[nodiscard]] inline double taken_out(Component component, double value, double part) {
  return component == Component::additive ? value - part : value / part;
}

} // namespace rankfold::learners::forecasting::smoothing
