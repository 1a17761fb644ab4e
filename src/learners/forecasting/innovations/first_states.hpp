#pragma once

#include <Eigen/Core>
#include <vector>

namespace rankfold::learners::forecasting::innovations {

/// One-step errors of a linear innovations state space model as a function of its first states (Hyndman, Koehler, Ord &
/// Snyder 2008, section 14.2): errors = column 0 + the other columns times the first states, a row an observation.
using ErrorRows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The first states with the least squared errors. Directions in which the errors say nothing stay at zero.
class FirstStates {
public:
  /// @return the sum of squares; +infinity where the errors are not finite
  double solve(Eigen::Ref<ErrorRows const> const& rows);
  [[nodiscard]] Eigen::VectorXd const& values() const { return values_; } ///< of the last `solve`

private:
  Eigen::MatrixXd products_;
  Eigen::VectorXd values_, errors_;
};

} // namespace rankfold::learners::forecasting::innovations
