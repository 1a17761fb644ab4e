#pragma once

#include "learners/forecasting/ets/search_space.hpp"
#include <vector>

/// Starts beside a minimum. A smoothing parameter often has one minimum on its bound and another within: few starts
/// lead to both, and as values are added the lower one becomes the higher, or a new one appears.
namespace rankfold::learners::forecasting::smoothing {

/// One start for each smoothing parameter that is on a bound: the minimum with that parameter moved within, less far
/// for more values, which make minima narrower.
[[nodiscard]] std::vector<Candidate> off_bounds(SearchSpace const& space, Candidate const& minimum,
                                                std::size_t n_values);

/// One start for each smoothing parameter that is on none: the minimum with that parameter moved to the nearer bound.
[[nodiscard]] std::vector<Candidate> onto_bounds(SearchSpace const& space, Candidate const& minimum);

} // namespace rankfold::learners::forecasting::smoothing
