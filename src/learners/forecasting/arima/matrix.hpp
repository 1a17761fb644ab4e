#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

/// Small dense matrices for the state of one model: sizes of a few dozen, storage that is kept from call to call.
namespace rankfold::learners::forecasting::box_jenkins {

/// Square, row by row.
class Matrix {
public:
  /// All zero; keeps its storage where that is large enough.
  void reset(std::size_t size) {
    size_ = size;
    values_.assign(size * size, 0.0);
  }
  /// The leading block of another matrix.
  void copy_block(Matrix const& other, std::size_t size) {
    reset(size);
    for (std::size_t i = 0; i < size; ++i) std::copy_n(other.row(i).begin(), size, row(i).begin());
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] double& operator()(std::size_t i, std::size_t j) { return values_[i * size_ + j]; }
  [[nodiscard]] double operator()(std::size_t i, std::size_t j) const { return values_[i * size_ + j]; }
  [[nodiscard]] std::span<double> row(std::size_t i) { return {values_.data() + i * size_, size_}; }
  [[nodiscard]] std::span<double const> row(std::size_t i) const { return {values_.data() + i * size_, size_}; }

private:
  std::size_t size_ = 0;
  std::vector<double> values_;
};

/// The lower Cholesky factor in the lower half, the upper half set to zero. False where `a` is not positive definite.
[[nodiscard]] bool cholesky(Matrix& a);

/// Solves L x = b in place, for a lower triangular L.
void solve_lower(Matrix const& lower, std::span<double> b);
/// Solves L' x = b in place.
void solve_lower_transposed(Matrix const& lower, std::span<double> b);

/// The inverse of a lower triangular matrix.
void invert_lower(Matrix const& lower, Matrix& inverse);

/// @name Products with a lower triangular matrix L; of other, larger matrices the leading block counts
void multiply_lower(Matrix const& a, Matrix const& lower, Matrix& product);            ///< A L
void multiply_lower_from_left(Matrix const& lower, Matrix const& a, Matrix& product);  ///< L A
void multiply_transposed_lower(Matrix const& lower, Matrix const& a, Matrix& product); ///< L' A, known to be symmetric
void multiply_by_transposed_lower(Matrix const& a, Matrix const& lower,
                                  Matrix& product);                    ///< A L', known to be symmetric
void multiply_by_own_transposed(Matrix const& lower, Matrix& product); ///< L' L

/// LU factors with partial pivoting, to solve with a matrix and with its transposed.
class LuFactors {
public:
  /// False where `a` is singular.
  [[nodiscard]] bool factor(Matrix const& a);
  void solve(std::span<double> b);
  void solve_transposed(std::span<double> b);

private:
  Matrix lu_;
  std::vector<std::size_t> pivots_; ///< row swapped with row k at step k
};

} // namespace rankfold::learners::forecasting::box_jenkins
