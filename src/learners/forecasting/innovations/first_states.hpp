#pragma once

#include <Eigen/Cholesky>

namespace rankfold::learners::forecasting::innovations {

/// One-step errors of a linear innovations state space model as a function of its first states (Hyndman, Koehler, Ord &
/// Snyder 2008, section 14.2): errors = column 0 + the other columns times the first states, a row an observation.
using ErrorRows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The first states with the least squared errors. Directions in which the errors say nothing stay at zero.
class FirstStates {
public:
  /// @return the sum of squares; +infinity where the errors are not finite
  double solve(Eigen::Ref<ErrorRows const> const& rows);
  /// @name of the last `solve`
  [[nodiscard]] Eigen::VectorXd const& values() const { return values_; }
  [[nodiscard]] Eigen::VectorXd const& errors() const { return errors_; }
  /// Takes from the columns of `matrix` what other first states could make up for. @param rows those of `solve`
  void project(Eigen::Ref<ErrorRows const> const& rows, Eigen::MatrixXd& matrix) const;

private:
  Eigen::MatrixXd products_;
  Eigen::LDLT<Eigen::MatrixXd> factors_;
  Eigen::VectorXd values_, errors_;
};

} // namespace rankfold::learners::forecasting::innovations
