#pragma once

#include "learners/forecasting/tbats/likelihood.hpp"

namespace rankfold::learners::forecasting::trigonometric {

struct Optimum {
  Eigen::VectorXd point;
  double deviance;
};

/// Follows the deviance downhill by Levenberg and Marquardt's method for sums of squares, the first states being solved
/// for at every point (variable projection: Golub & Pereyra 1973, in Kaufman's form).
/// @return nothing better than the start if there is nothing; deviance +infinity where the start is not admissible
[[nodiscard]] Optimum descend(Likelihood& likelihood, Eigen::VectorXd start);

/// Goes on from the end of a descent by Nelder and Mead's simplex and another descent. A descent may end where the edge
/// of the admissible region is in its way; a simplex can follow the edge, but takes ten times as many evaluations.
void follow_edge(Likelihood& likelihood, Optimum& best);

} // namespace rankfold::learners::forecasting::trigonometric
