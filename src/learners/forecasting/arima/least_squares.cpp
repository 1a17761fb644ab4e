#include "learners/forecasting/arima/least_squares.hpp"

#include "learners/forecasting/arima/filters.hpp"

#include <algorithm>
#include <limits>
#include <numbers>

namespace rankfold::learners::forecasting::box_jenkins {

void LeastSquares::add(std::span<double const> row, double y) {
  x_.insert(x_.end(), row.begin(), row.end());
  y_.push_back(y);
}

LeastSquaresFit LeastSquares::solve() const {
  std::size_t const k = columns_, n = y_.size();
  LeastSquaresFit fit;
  fit.rows = n;
  // Householder's QR on a copy, column by column in place: X'X would lose half of the digits.
  std::vector<double> q(x_), y(y_);
  auto const at = [&](std::size_t i, std::size_t j) -> double& { return q[i * k + j]; };
  Matrix upper;
  upper.reset(k);
  for (std::size_t j = 0; j < k && j < n; ++j) {
    double squares = 0, before = 0;
    for (std::size_t i = j; i < n; ++i) squares += at(i, j) * at(i, j);
    for (std::size_t i = 0; i < j; ++i) before += upper(i, j) * upper(i, j);
    double const norm = std::sqrt(squares);
    if (!(norm > 1e-9 * std::sqrt(before + squares)) || !std::isfinite(norm)) return fit;
    double const pivot = at(j, j) > 0 ? -norm : norm;
    double const head = at(j, j) - pivot;
    double const scale = -head * pivot; // half the squared length of the reflection's vector
    at(j, j) = head;
    auto const reflect = [&](auto&& element) {
      double sum = 0;
      for (std::size_t i = j; i < n; ++i) sum += at(i, j) * element(i);
      for (std::size_t i = j; i < n; ++i) element(i) -= sum / scale * at(i, j);
    };
    for (std::size_t c = j + 1; c < k; ++c) {
      reflect([&](std::size_t i) -> double& { return at(i, c); });
      upper(j, c) = at(j, c);
    }
    reflect([&](std::size_t i) -> double& { return y[i]; });
    upper(j, j) = pivot;
  }
  if (n <= k) return fit;
  fit.residual_squares = dot(std::span{y}.subspan(k), std::span{y}.subspan(k));
  // R c = y; (X'X)^-1 = R^-1 R'^-1, with R' lower triangular.
  Matrix lower, inverse;
  lower.reset(k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j <= i; ++j) lower(i, j) = upper(j, i);
  y.resize(k);
  solve_lower_transposed(lower, y);
  fit.coefficients = y;
  invert_lower(lower, inverse);
  fit.inverse.reset(k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j)
      for (std::size_t l = std::max(i, j); l < k; ++l) fit.inverse(i, j) += inverse(l, i) * inverse(l, j);
  return fit;
}

double LeastSquaresFit::standard_error(std::size_t k) const {
  double const freedom = static_cast<double>(rows - coefficients.size());
  return std::sqrt(inverse(k, k) * residual_squares / freedom);
}

double LeastSquaresFit::t_value(std::size_t k) const {
  if (coefficients.empty()) return std::numeric_limits<double>::quiet_NaN();
  return coefficients[k] / standard_error(k);
}

double LeastSquaresFit::aic() const {
  if (coefficients.empty()) return std::numeric_limits<double>::quiet_NaN();
  double const n = static_cast<double>(rows);
  return n * (std::log(2 * std::numbers::pi * residual_squares / n) + 1) +
         2 * static_cast<double>(coefficients.size() + 1);
}

} // namespace rankfold::learners::forecasting::box_jenkins
