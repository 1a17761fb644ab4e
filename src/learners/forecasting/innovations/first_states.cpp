#include "learners/forecasting/innovations/first_states.hpp"

#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::innovations {

double FirstStates::solve(Eigen::Ref<ErrorRows const> const& rows) {
  auto const count = rows.cols() - 1;
  products_.setZero(rows.cols(), rows.cols());
  products_.selfadjointView<Eigen::Lower>().rankUpdate(rows.transpose());
  if (!std::isfinite(products_.sum())) return std::numeric_limits<double>::infinity();
  // What keeps the factors definite is too little to be seen in the errors, which are computed from the rows.
  products_.diagonal().tail(count).array() += 1e-12 * products_.diagonal().tail(count).sum() + 1e-300;
  factors_.compute(products_.bottomRightCorner(count, count));
  values_ = -factors_.solve(products_.col(0).tail(count));
  errors_ = rows.col(0);
  errors_.noalias() += rows.rightCols(count) * values_;
  double const squares = errors_.squaredNorm();
  return std::isfinite(squares) ? squares : std::numeric_limits<double>::infinity();
}

void FirstStates::project(Eigen::Ref<ErrorRows const> const& rows, Eigen::MatrixXd& matrix) const {
  auto const by_state = rows.rightCols(rows.cols() - 1);
  Eigen::MatrixXd const products = by_state.transpose() * matrix;
  Eigen::MatrixXd const shares = factors_.solve(products);
  matrix.noalias() -= by_state * shares;
}

} // namespace rankfold::learners::forecasting::innovations
