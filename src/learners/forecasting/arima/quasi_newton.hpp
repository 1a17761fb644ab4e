#pragma once

#include "learners/forecasting/arima/matrix.hpp"
#include <functional>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// A function of a few variables that knows its derivatives.
class SmoothFunction {
public:
  virtual ~SmoothFunction() = default;
  /// @return the value, +infinity outside of the domain. @param gradient filled where the value is finite.
  virtual double evaluate(std::span<double const> x, std::span<double> gradient) = 0;
  /// An approximation of the second derivatives where it was last evaluated; need not be positive definite.
  virtual void curvature(Matrix& hessian) = 0;
};

/// Where a search stands, and what its next step promises.
struct Progress {
  std::span<double const> at;
  double value;
  double promised; ///< decrease that the local model expects
  int steps;       ///< done so far
  int blocked;     ///< how many of the last steps in a row were cut short by the end of the domain
};

struct QuasiNewtonOptions {
  double tolerance = 1e-8; ///< ends where the decrease that a step promises is below this
  int max_iterations = 100;
  double longest_step = 1;                           ///< in any variable
  std::function<bool(Progress const&)> give_up = {}; ///< asked before each step; may be empty
};

struct Minimum {
  std::vector<double> at;
  double value = 0;
  double promised = 0; ///< decrease that the local model still expects
  int evaluations = 0;
  bool blocked = false; ///< ended at the end of the domain: there is no minimum within it on the way taken
};

/// The BFGS method with a backtracking line search (Nocedal & Wright 2006, chapters 3 and 6), started from the
/// function's own curvature rather than from a multiple of the identity, which saves most of the iterations.
/// Deterministic; never returns anything worse than the start.
[[nodiscard]] Minimum minimise(SmoothFunction& function, std::span<double const> start,
                               QuasiNewtonOptions const& options);

} // namespace rankfold::learners::forecasting::box_jenkins
