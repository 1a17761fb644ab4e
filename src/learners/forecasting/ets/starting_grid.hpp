#pragma once

#include "learners/forecasting/ets/search_space.hpp"
#include "learners/forecasting/ets/starting_states.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// Candidates of a coarse grid over the smoothing parameters, with states that fit their pace: the best `count` that
/// lie far from each other, best first.
/// @param relative where a simpler form has its optimum: the parameters that it has are taken from there, so that the
///                 grid covers only what is new. Null: all parameters are.
[[nodiscard]] std::vector<Candidate> best_of_grid(SearchSpace const& space, std::span<double const> values,
                                                  StartingStates const& states, Candidate const* relative,
                                                  std::size_t count);

} // namespace rankfold::learners::forecasting::smoothing
