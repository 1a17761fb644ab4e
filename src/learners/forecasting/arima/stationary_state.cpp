#include "learners/forecasting/arima/stationary_state.hpp"

#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting::box_jenkins {
bool StationaryState::compute(std::span<double const> ar, std::span<double const> ma, std::size_t p, std::size_t q) {
  std::size_t const r = ar.size();
  ar_.assign(ar.begin(), ar.end());
  ma_.assign(ma.begin(), ma.end());
  p_ = p;
  q_ = q;
  psi_.assign(r + 1, 0.0);
  psi_[0] = 1;
  for (std::size_t k = 1; k <= r; ++k) {
    double sum = ma_[k - 1];
    for (std::size_t j = 1; j <= std::min(k, p_); ++j) sum += ar_[j - 1] * psi_[k - j];
    psi_[k] = sum;
  }
  if (!compute_autocovariances()) return false;

  first_row_.assign(r + 1, 0.0);
  for (std::size_t j = 1; j <= r; ++j) {
    double sum = 0;
    for (std::size_t k = j; k <= p_; ++k) sum += ar_[k - 1] * autocovariance_[k - j + 1];
    for (std::size_t k = j; k <= q_; ++k) sum += ma_[k - 1] * psi_[k - j + 1];
    first_row_[j - 1] = sum;
  }

  covariance_.reset(r);
  double const variance = autocovariance_[0];
  for (std::size_t i = r; i-- > 0;) {
    double const from_x = ar_[i] * variance + ma_[i] + first_row_[i + 1];
    double const from_e = ar_[i] + ma_[i];
    for (std::size_t j = i + 1; j-- > 0;) {
      double const below = i + 1 < r ? covariance_(i + 1, j + 1) : 0.0;
      covariance_(i, j) = below + ar_[j] * from_x + ma_[j] * from_e + ar_[i] * first_row_[j + 1];
    }
  }
  for (std::size_t i = 0; i < r; ++i)
    for (std::size_t j = i + 1; j < r; ++j) covariance_(i, j) = covariance_(j, i);
  return true;
}

bool StationaryState::compute_autocovariances() {
  // g_k - sum_j ar_j g_|k-j| = sum_{j >= k} ma_j psi_{j-k}, k = 0 ... p
  autocovariance_.assign(p_ + 1, 0.0);
  matrix_.reset(p_ + 1);
  for (std::size_t k = 0; k <= p_; ++k) {
    double sum = k == 0 ? 1.0 : 0.0;
    for (std::size_t j = std::max<std::size_t>(k, 1); j <= q_; ++j) sum += ma_[j - 1] * psi_[j - k];
    autocovariance_[k] = sum;
    matrix_(k, k) += 1;
    for (std::size_t j = 1; j <= p_; ++j) matrix_(k, k > j ? k - j : j - k) -= ar_[j - 1];
  }
  if (p_ > 0) {
    if (!system_.factor(matrix_)) return false;
    system_.solve(autocovariance_);
  }
  return autocovariance_[0] > 0 && std::isfinite(autocovariance_[0]);
}

void StationaryState::pull_back(Matrix const& by_covariance, std::span<double> by_ar, std::span<double> by_ma) {
  std::size_t const r = ar_.size();
  // An element of the covariance is the sum of the steps' terms down its diagonal, so derivatives add up along it too.
  by_step_.reset(r);
  for (std::size_t i = 0; i < r; ++i)
    for (std::size_t j = 0; j < r; ++j)
      by_step_(i, j) = by_covariance(i, j) + (i > 0 && j > 0 ? by_step_(i - 1, j - 1) : 0.0);

  auto const& step = by_step_;
  std::span<double const> const shifted{first_row_.data() + 1, r};
  double by_variance = 0;
  by_first_row_.assign(r + 1, 0.0);
  for (std::size_t i = 0; i < r; ++i) {
    double with_ar = 0, with_ma = 0, with_row = 0;
    for (std::size_t j = 0; j < r; ++j) {
      with_ar += step(i, j) * ar_[j];
      with_ma += step(i, j) * ma_[j];
      with_row += step(i, j) * shifted[j];
    }
    by_ar[i] += 2 * (with_ar * autocovariance_[0] + with_ma + with_row);
    by_ma[i] += 2 * (with_ma + with_ar);
    by_variance += ar_[i] * with_ar;
    by_first_row_[i + 1] = 2 * with_ar;
  }
  pull_back_first_row(std::span{by_first_row_}.first(r), by_variance, by_ar, by_ma);
  pull_back_autocovariances(by_ar, by_ma);
}

void StationaryState::pull_back_first_row(std::span<double const> by_first_row, double by_variance,
                                          std::span<double> by_ar, std::span<double> by_ma) {
  std::size_t const r = ar_.size();
  by_autocovariance_.assign(p_ + 1, 0.0);
  by_psi_.assign(r + 1, 0.0);
  by_autocovariance_[0] = by_variance;
  for (std::size_t j = 1; j <= r; ++j) {
    double const weight = by_first_row[j - 1];
    for (std::size_t k = j; k <= p_; ++k) {
      by_ar[k - 1] += weight * autocovariance_[k - j + 1];
      by_autocovariance_[k - j + 1] += weight * ar_[k - 1];
    }
    for (std::size_t k = j; k <= q_; ++k) {
      by_ma[k - 1] += weight * psi_[k - j + 1];
      by_psi_[k - j + 1] += weight * ma_[k - 1];
    }
  }
}

void StationaryState::pull_back_autocovariances(std::span<double> by_ar, std::span<double> by_ma) {
  if (p_ > 0) system_.solve_transposed(by_autocovariance_);
  auto const& by_right = by_autocovariance_;
  for (std::size_t k = 0; k <= p_; ++k) {
    for (std::size_t j = 1; j <= p_; ++j) by_ar[j - 1] += by_right[k] * autocovariance_[k > j ? k - j : j - k];
    for (std::size_t j = std::max<std::size_t>(k, 1); j <= q_; ++j) {
      by_ma[j - 1] += by_right[k] * psi_[j - k];
      by_psi_[j - k] += by_right[k] * ma_[j - 1];
    }
  }
  for (std::size_t k = ar_.size(); k > 0; --k) {
    by_ma[k - 1] += by_psi_[k];
    for (std::size_t j = 1; j <= std::min(k, p_); ++j) {
      by_ar[j - 1] += by_psi_[k] * psi_[k - j];
      by_psi_[k - j] += by_psi_[k] * ar_[j - 1];
    }
  }
}

} // namespace rankfold::learners::forecasting::box_jenkins
