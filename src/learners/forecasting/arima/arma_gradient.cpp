#include "learners/forecasting/arima/arma_criterion.hpp"

#include "learners/forecasting/arima/filters.hpp"
#include "learners/forecasting/arima/polynomial.hpp"

#include <algorithm>
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {

void ArmaCriterion::combine(Sample const& sample) {
  series_ = sample.values;
  for (std::size_t k = 0; k < beta_.size(); ++k)
    for (std::size_t t = 0; t < n_; ++t) series_[t] -= beta_[k] * sample.regressors[k][t];

  // e = e0 - V start, of the series less its regression
  residual_ = tracks_[0].residual;
  for (std::size_t k = 0; k < beta_.size(); ++k)
    for (std::size_t t = 0; t < n_; ++t) residual_[t] -= beta_[k] * tracks_[k + 1].residual[t];
  if (seen_ == 0) return;
  estimate_start();
  auto const effect = room(scratch_, std::min(n_, seen_ + response_.size()));
  std::ranges::copy(start_, effect.begin());
  std::ranges::fill(effect.subspan(seen_), 0.0);
  solve(at_.sma, order_.period, effect, effect);
  solve(at_.ma, 1, effect, effect);
  for (std::size_t t = 0; t < effect.size(); ++t) residual_[t] -= effect[t];
}

void ArmaCriterion::estimate_start() {
  // The state before time 1, given the series: start = O multiplier, multiplier = K B^-1 K^-1 h.
  auto explained = tracks_[0].explained;
  for (std::size_t k = 0; k < beta_.size(); ++k)
    for (std::size_t i = 0; i < seen_; ++i) explained[i] -= beta_[k] * tracks_[k + 1].explained[i];
  auto const& k = gram_;
  multiplier_.resize(seen_);
  start_.resize(seen_);
  for (std::size_t i = 0; i < seen_; ++i) multiplier_[i] = dot(k.row(i).first(i + 1), explained);
  for (std::size_t i = 0; i < seen_; ++i) start_[i] = dot(stationary_.covariance().row(i).first(seen_), multiplier_);
}

void ArmaCriterion::gradient(std::span<double> by_coefficients) {
  combine(*sample_);
  std::ranges::fill(by_coefficients, 0.0);
  gradient_of_data(by_coefficients);
  if (seen_ == 0) return;
  by_ar_.assign(r_, 0.0);
  by_ma_.assign(r_, 0.0);
  gradient_of_state();
  auto const p = static_cast<std::size_t>(order_.p), q = static_cast<std::size_t>(order_.q);
  auto const P = static_cast<std::size_t>(order_.P), Q = static_cast<std::size_t>(order_.Q);
  multiply_pull_back(at_.ar, at_.sar, order_.period, -1, by_ar_, by_coefficients.first(p),
                     by_coefficients.subspan(p + q, P));
  multiply_pull_back(at_.ma, at_.sma, order_.period, +1, by_ma_, by_coefficients.subspan(p, q),
                     by_coefficients.subspan(p + q + P, Q));
}

void ArmaCriterion::gradient_of_data(std::span<double> by) {
  // d/d ar_j of e'e / 2 is -sum_t u_t (Phi x)_{t-j}, with u the residuals filtered backwards; likewise for the others.
  auto const adjoint = room(adjoint_, n_);
  solve_transposed(at_.ma, 1, residual_, adjoint);
  solve_transposed(at_.sma, order_.period, adjoint, adjoint);
  std::fill_n(adjoint.begin(), skipped_, 0.0);
  double const weight = -static_cast<double>(terms_) / sum_of_squares_;
  auto const period = static_cast<std::size_t>(order_.period);
  auto const lagged = room(scratch_, n_);
  std::size_t k = 0;
  auto const add = [&](std::span<double const> sequence, std::size_t count, std::size_t lag) {
    for (std::size_t j = 1; j <= count; ++j) by[k++] = weight * lagged_dot(adjoint, sequence, j * lag);
  };
  if (order_.p > 0) {
    apply(at_.sar, order_.period, -1, series_, lagged);
    add(lagged, at_.ar.size(), 1);
  }
  if (order_.q > 0) {
    apply(at_.sma, order_.period, +1, residual_, lagged);
    add(lagged, at_.ma.size(), 1);
  }
  if (order_.P > 0) {
    apply(at_.ar, 1, -1, series_, lagged);
    add(lagged, at_.sar.size(), period);
  }
  if (order_.Q > 0) {
    apply(at_.ma, 1, +1, residual_, lagged);
    add(lagged, at_.sma.size(), period);
  }
}

void ArmaCriterion::gradient_of_state() {
  // By O: 1/2 K B^-1 K' - n/(2S) multiplier multiplier'
  std::size_t const s = seen_;
  invert_lower(inner_, inverse_);
  multiply_by_own_transposed(inverse_, inner_inverse_);
  bool const with_ma = order_.ma_span() > 0; // otherwise K = I
  if (with_ma) {
    multiply_lower_from_left(gram_, inner_inverse_, scaled_);
    multiply_by_transposed_lower(scaled_, gram_, posterior_);
  }
  auto const& by_covariance = with_ma ? posterior_ : inner_inverse_;
  double const of_squares = static_cast<double>(terms_) / sum_of_squares_;
  kernel_.reset(r_);
  for (std::size_t i = 0; i < s; ++i)
    for (std::size_t j = 0; j < s; ++j)
      kernel_(i, j) = 0.5 * (by_covariance(i, j) - of_squares * multiplier_[i] * multiplier_[j]);
  stationary_.pull_back(kernel_, by_ar_, by_ma_);
  if (!with_ma) return;
  compute_posterior();
  gradient_of_response(posterior_); // by G: half of the posterior covariance; that half is taken there
}

void ArmaCriterion::compute_posterior() {
  kernel_.reset(seen_);
  for (std::size_t i = 0; i < seen_; ++i)
    for (std::size_t j = 0; j < seen_; ++j) kernel_(i, j) = (i == j ? 1.0 : 0.0) - inner_inverse_(i, j);
  invert_lower(gram_, inverse_);
  multiply_lower(kernel_, inverse_, scaled_);
  multiply_transposed_lower(inverse_, scaled_, posterior_);
}

void ArmaCriterion::gradient_of_response(Matrix const& posterior) {
  std::size_t const s = seen_, length = response_.size();
  // Far from the end of the series an element of G depends on i - j only: sum the derivatives along the diagonals.
  diagonals_.assign(2 * s - 1, 0.0);
  for (std::size_t i = 0; i < s; ++i)
    for (std::size_t j = 0; j < s; ++j) diagonals_[s - 1 + i - j] += posterior(i, j);
  auto const padded = room(scratch_, length + 2 * (s - 1)); // the response with zeros on both sides
  std::ranges::fill(padded.first(s - 1), 0.0);
  std::ranges::copy(response_, padded.begin() + static_cast<std::ptrdiff_t>(s - 1));
  std::ranges::fill(padded.last(s - 1), 0.0);
  auto const adjoint = room(adjoint_, length);
  for (std::size_t t = 0; t < length; ++t) {
    double sum = 0;
    if (t + s <= n_) {
      sum = dot(diagonals_, padded.subspan(t, 2 * s - 1));
    } else {
      for (std::size_t i = 0; i < s && t + i < n_; ++i)
        for (std::size_t j = 0; j < s && j <= t + i; ++j) sum += posterior(i, j) * padded[s - 1 + t + i - j];
    }
    adjoint[t] = sum; // twice for both factors of a product, half of the posterior
  }
  solve_transposed(at_.ma, 1, adjoint, adjoint);
  solve_transposed(at_.sma, order_.period, adjoint, adjoint);
  for (std::size_t k = 1; k <= static_cast<std::size_t>(order_.ma_span()); ++k)
    by_ma_[k - 1] -= lagged_dot(adjoint, response_, k);
}

} // namespace rankfold::learners::forecasting::box_jenkins
