#pragma once

#include "learners/forecasting/arima/matrix.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// What a stationary ARMA process owes to its past, and the covariance of that debt.
///
/// With phi(B) x_t = theta(B) e_t and unit innovations, the state before time 1 is
///   s_i = sum_{j >= i} (ar_j x_{i-j} + ma_j e_{i-j}),  i = 1 ... r,
/// the part of phi(B) x_i - (ma part) that comes from times before 1. Its covariance obeys
///   cov_{i,j} = cov_{i+1,j+1} + ar_i ar_j g_0 + ma_i ma_j + ar_i ma_j + ma_i ar_j + ar_i w_{j+1} + ar_j w_{i+1}
/// because s moves one place up at each step and takes in ar x_t + ma e_t, where x_t = s_1 + e_t, g_0 is the variance
/// of x and w_j = cov_{1,j} = sum_{k >= j} (ar_k g_{k-j+1} + ma_k psi_{k-j+1}). So the whole matrix takes O(r^2), once
/// the first p + 1 autocovariances g are known (one linear system, as in McLeod 1975).
class StationaryState {
public:
  /// @param ar, ma coefficients at lags 1 ... r, both padded with zeros to the same length r
  /// @param p, q highest lags that belong to the model, whether or not their coefficients are zero now
  /// @return false where the process has no finite variance
  [[nodiscard]] bool compute(std::span<double const> ar, std::span<double const> ma, std::size_t p, std::size_t q);

  [[nodiscard]] Matrix const& covariance() const { return covariance_; } ///< r x r

  /// Turns the derivatives of something by each element of the covariance (symmetric) into those by the coefficients:
  /// adds them to `by_ar` and `by_ma` (r each).
  void pull_back(Matrix const& by_covariance, std::span<double> by_ar, std::span<double> by_ma);

private:
  [[nodiscard]] bool compute_autocovariances();
  void pull_back_first_row(std::span<double const> by_first_row, double by_variance, std::span<double> by_ar,
                           std::span<double> by_ma);
  void pull_back_autocovariances(std::span<double> by_ar, std::span<double> by_ma);

  std::vector<double> ar_, ma_; ///< lags 1 ... r at 0 ... r - 1
  std::size_t p_ = 0, q_ = 0;
  std::vector<double> psi_;            ///< psi_0 = 1, ..., psi_r
  std::vector<double> autocovariance_; ///< g_0 ... g_p
  std::vector<double> first_row_;      ///< w_1 ... w_r, then 0
  LuFactors system_;
  Matrix matrix_, covariance_, by_step_;
  std::vector<double> by_first_row_, by_psi_, by_autocovariance_, with_ar_, with_ma_, with_row_;
};

} // namespace rankfold::learners::forecasting::box_jenkins
