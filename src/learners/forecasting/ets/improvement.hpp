#pragma once

#include "learners/forecasting/ets/known_minima.hpp"
#include "learners/forecasting/ets/specification.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// Minima carried over to more values, brought up to date as far as they could be chosen.
///
/// Branch and bound: the most promising ones are descended from first, and those whose floor lies above the least
/// criterion reached so far are left alone, with their deviance unknown. From the best of each form that was descended
/// from, minima across the bounds are looked for. Minima that have become one with another are dropped.
[[nodiscard]] std::vector<Minimum> improved(std::vector<Minimum> minima, std::span<double const> values,
                                            Specification const& wanted);

} // namespace rankfold::learners::forecasting::smoothing
