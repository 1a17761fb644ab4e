#pragma once

#include "learners/forecasting/ets/search_space.hpp"
#include <span>

namespace rankfold::learners::forecasting::smoothing {

struct Optimum {
  Candidate candidate;
  double deviance = 0.0; ///< not finite if no candidate could be evaluated
};

/// When to stop.
struct Effort {
  int iterations = 60;     ///< at most
  double tolerance = 1e-5; ///< gain of deviance in one iteration below which there is nothing left to gain
};

/// A local minimum of the deviance, from a start.
///
/// Levenberg and Marquardt's steps within the box of `space`, on the expected curvature. An iteration costs one pass
/// for the derivatives and one that tries four step lengths at once.
[[nodiscard]] Optimum minimise(SearchSpace const& space, std::span<double const> values, Candidate const& start,
                               Effort const& effort);

} // namespace rankfold::learners::forecasting::smoothing
