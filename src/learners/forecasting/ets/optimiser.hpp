#pragma once

#include "learners/forecasting/ets/search_space.hpp"
#include <limits>
#include <span>

namespace rankfold::learners::forecasting::smoothing {

struct Optimum {
  Candidate candidate;
  double deviance = 0.0; ///< not finite if no candidate could be evaluated
};

/// When to stop.
struct Effort {
  int iterations = 100;    ///< at most
  double tolerance = 1e-4; ///< gain of deviance in one iteration below which there is nothing left to gain
  /// The best deviance found elsewhere. A descent that would need several times its last gain to get there is given up.
  double rival = std::numeric_limits<double>::infinity();
};

/// A local minimum of the deviance, from a start.
///
/// Levenberg and Marquardt's steps within the box of `space`, on the expected curvature and on what a secant update
/// makes of it. An iteration costs one pass for the derivatives and one that tries four steps at once.
[[nodiscard]] Optimum minimise(SearchSpace const& space, std::span<double const> values, Candidate const& start,
                               Effort const& effort);

} // namespace rankfold::learners::forecasting::smoothing
