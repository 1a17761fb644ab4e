#pragma once

#include "learners/forecasting/ets/search_space.hpp"
#include "learners/forecasting/ets/starting_states.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// Candidates of a coarse grid over the smoothing parameters, with states that fit their pace: the best `count` that
/// lie far from each other, best first.
[[nodiscard]] std::vector<Candidate> best_of_grid(SearchSpace const& space, std::span<double const> values,
                                                  StartingStates const& states, std::size_t count);

} // namespace rankfold::learners::forecasting::smoothing
