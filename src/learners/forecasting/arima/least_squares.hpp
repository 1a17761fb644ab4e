#pragma once

#include "learners/forecasting/arima/matrix.hpp"
#include <cmath>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

struct LeastSquaresFit {
  std::vector<double> coefficients; ///< empty where the regressors are linearly dependent
  Matrix inverse;                   ///< of X'X
  double residual_squares = 0;
  std::size_t rows = 0;

  [[nodiscard]] double standard_error(std::size_t k) const;
  [[nodiscard]] double t_value(std::size_t k) const; ///< NaN without coefficients
  [[nodiscard]] double aic() const; ///< of Gaussian errors, the variance counted; NaN without coefficients
};

/// Ordinary least squares, row by row, for a handful of regressors.
class LeastSquares {
public:
  explicit LeastSquares(std::size_t columns) : columns_{columns} {}
  void add(std::span<double const> row, double y);
  [[nodiscard]] LeastSquaresFit solve() const;

private:
  std::size_t columns_;
  std::vector<double> x_, y_; ///< kept, because residuals from sums of squares alone would cancel
};

} // namespace rankfold::learners::forecasting::box_jenkins
