#include "learners/forecasting/arima/matrix.hpp"

#include "learners/forecasting/arima/filters.hpp"
#include "learners/forecasting/arima/wide_vectors.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {

bool cholesky(Matrix& a) {
  std::size_t const n = a.size();
  for (std::size_t i = 0; i < n; ++i) {
    auto const row = a.row(i);
    for (std::size_t j = 0; j < i; ++j)
      row[j] = (row[j] - dot(row.first(j), std::as_const(a).row(j).first(j))) / a(j, j);
    double const pivot = row[i] - dot(row.first(i), row.first(i));
    if (!(pivot > 0) || !std::isfinite(pivot)) return false;
    row[i] = std::sqrt(pivot);
    std::fill(row.begin() + static_cast<std::ptrdiff_t>(i) + 1, row.end(), 0.0);
  }
  return true;
}

void solve_lower(Matrix const& lower, std::span<double> b) {
  for (std::size_t i = 0; i < lower.size(); ++i) b[i] = (b[i] - dot(lower.row(i).first(i), b.first(i))) / lower(i, i);
}

void solve_lower_transposed(Matrix const& lower, std::span<double> b) {
  for (std::size_t i = lower.size(); i-- > 0;) {
    b[i] /= lower(i, i);
    for (std::size_t j = 0; j < i; ++j) b[j] -= lower(i, j) * b[i];
  }
}

RANKFOLD_FOR_WIDER_VECTORS
void invert_lower(Matrix const& lower, Matrix& inverse) {
  std::size_t const n = lower.size();
  inverse.reset(n);
  for (std::size_t i = 0; i < n; ++i) {
    auto const row = inverse.row(i);
    for (std::size_t k = 0; k < i; ++k) {
      double const weight = lower(i, k);
      auto const above = std::as_const(inverse).row(k);
      for (std::size_t j = 0; j <= k; ++j) row[j] -= weight * above[j];
    }
    double const scale = 1 / lower(i, i);
    for (std::size_t j = 0; j < i; ++j) row[j] *= scale;
    row[i] = scale;
  }
}

namespace {

/// to += weight * from, over the first `count` columns
void add_row(std::span<double const> from, double weight, std::span<double> to, std::size_t count) {
  for (std::size_t j = 0; j < count; ++j) to[j] += weight * from[j];
}

} // namespace

RANKFOLD_FOR_WIDER_VECTORS
void multiply_lower(Matrix const& a, Matrix const& lower, Matrix& product) {
  std::size_t const n = lower.size();
  product.reset(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k) add_row(lower.row(k), a(i, k), product.row(i), k + 1);
}

RANKFOLD_FOR_WIDER_VECTORS
void multiply_lower_from_left(Matrix const& lower, Matrix const& a, Matrix& product) {
  std::size_t const n = lower.size();
  product.reset(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k <= i; ++k) add_row(a.row(k), lower(i, k), product.row(i), n);
}

RANKFOLD_FOR_WIDER_VECTORS
void multiply_transposed_lower(Matrix const& lower, Matrix const& a, Matrix& product) {
  std::size_t const n = lower.size();
  product.reset(n);
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i <= k; ++i) add_row(a.row(k), lower(k, i), product.row(i), i + 1);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) product(i, j) = product(j, i);
}

void multiply_by_transposed_lower(Matrix const& a, Matrix const& lower, Matrix& product) {
  std::size_t const n = lower.size();
  product.reset(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      product(i, j) = product(j, i) = dot(a.row(i).first(j + 1), lower.row(j).first(j + 1));
}

void multiply_by_own_transposed(Matrix const& lower, Matrix& product) {
  multiply_transposed_lower(lower, lower, product);
}

RANKFOLD_FOR_WIDER_VECTORS
bool LuFactors::factor(Matrix const& a) {
  lu_ = a;
  std::size_t const n = a.size();
  pivots_.resize(n);
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i)
      if (std::abs(lu_(i, k)) > std::abs(lu_(pivot, k))) pivot = i;
    pivots_[k] = pivot;
    if (pivot != k) std::ranges::swap_ranges(lu_.row(k), lu_.row(pivot));
    if (!(std::abs(lu_(k, k)) > 0) || !std::isfinite(lu_(k, k))) return false;
    for (std::size_t i = k + 1; i < n; ++i) {
      double const weight = lu_(i, k) /= lu_(k, k);
      if (weight == 0) continue;
      for (std::size_t j = k + 1; j < n; ++j) lu_(i, j) -= weight * lu_(k, j);
    }
  }
  return true;
}

void LuFactors::solve(std::span<double> b) {
  std::size_t const n = lu_.size();
  for (std::size_t k = 0; k < n; ++k) std::swap(b[k], b[pivots_[k]]);
  for (std::size_t i = 0; i < n; ++i) b[i] -= dot(std::as_const(lu_).row(i).first(i), b.first(i));
  for (std::size_t i = n; i-- > 0;)
    b[i] = (b[i] - dot(std::as_const(lu_).row(i).subspan(i + 1), b.subspan(i + 1))) / lu_(i, i);
}

void LuFactors::solve_transposed(std::span<double> b) {
  std::size_t const n = lu_.size();
  for (std::size_t i = 0; i < n; ++i) {
    b[i] /= lu_(i, i);
    for (std::size_t j = i + 1; j < n; ++j) b[j] -= lu_(i, j) * b[i];
  }
  for (std::size_t i = n; i-- > 0;)
    for (std::size_t j = 0; j < i; ++j) b[j] -= lu_(i, j) * b[i];
  for (std::size_t k = n; k-- > 0;) std::swap(b[k], b[pivots_[k]]);
}

} // namespace rankfold::learners::forecasting::box_jenkins
