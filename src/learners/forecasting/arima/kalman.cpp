#include "learners/forecasting/arima/kalman.hpp"

#include "learners/forecasting/arima/filters.hpp"
#include "learners/forecasting/arima/state_space.hpp"
#include "learners/forecasting/arima/stationary_state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {

KalmanLikelihood::KalmanLikelihood(std::span<double const> values, std::vector<std::vector<double>> regressors,
                                   Order const& order) :
    columns_{std::move(regressors)},
    order_{order} {
  columns_.insert(columns_.begin(), {values.begin(), values.end()});
  double largest = 1;
  for (double const v : values)
    if (!std::isnan(v)) largest = std::max(largest, std::abs(v));
  diffuse_ = 1e7 * largest * largest;
}

double KalmanLikelihood::evaluate(Coefficients const& at) {
  StateSpace const form{order_, at};
  log_determinant_ = 0;
  terms_ = 0;
  steady_ = false;
  products_.reset(columns_.size());
  if (!start(form)) return std::numeric_limits<double>::infinity();
  for (auto t = static_cast<std::size_t>(order_.lost()); t < columns_[0].size(); ++t) step(form, t);
  if (!regress()) return std::numeric_limits<double>::infinity();
  double const value = 0.5 * (static_cast<double>(terms_) * std::log(sum_of_squares_) + log_determinant_);
  return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
}

bool KalmanLikelihood::start(StateSpace const& form) {
  std::size_t const r = form.ar().size(), lost = form.size() - r;
  StationaryState stationary;
  if (!stationary.compute(form.ar(), form.ma(), static_cast<std::size_t>(order_.ar_span()),
                          static_cast<std::size_t>(order_.ma_span())))
    return false;
  covariance_.reset(form.size());
  for (std::size_t i = 0; i < r; ++i)
    for (std::size_t j = 0; j < r; ++j) covariance_(i, j) = stationary.covariance()(i, j);
  states_.assign(columns_.size(), std::vector<double>(form.size(), 0.0));
  for (std::size_t j = 0; j < lost; ++j) {
    std::size_t const t = lost - 1 - j;
    bool const known = !std::isnan(columns_[0][t]);
    if (!known) covariance_(r + j, r + j) = diffuse_;
    for (std::size_t c = 0; c < columns_.size(); ++c) states_[c][r + j] = known ? columns_[c][t] : 0.0;
  }
  return true;
}

void KalmanLikelihood::step(StateSpace const& form, std::size_t t) {
  std::size_t const size = form.size();
  bool const observed = !std::isnan(columns_[0][t]);
  if (!steady_ || !observed) {
    // T P Z' + gain, the covariance of the next state with this innovation
    auto const& observation = form.observation();
    gain_.resize(size);
    for (std::size_t i = 0; i < size; ++i) gain_[i] = dot(std::as_const(covariance_).row(i), observation);
    variance_ = dot(gain_, observation) + 1;
    form.advance(gain_);
    for (std::size_t i = 0; i < size; ++i) gain_[i] += form.gain()[i];
    advance_covariance(form, observed);
  }
  innovations_.resize(columns_.size());
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    innovations_[c] = columns_[c][t] - form.advance(states_[c]);
    if (observed)
      for (std::size_t i = 0; i < size; ++i) states_[c][i] += gain_[i] / variance_ * innovations_[c];
  }
  if (!observed || variance_ > 1e-4 * diffuse_) return; // a diffuse value only tells where the series starts
  for (std::size_t a = 0; a < columns_.size(); ++a)
    for (std::size_t b = 0; b <= a; ++b) products_(a, b) += innovations_[a] * innovations_[b] / variance_;
  log_determinant_ += std::log(variance_);
  ++terms_;
}

void KalmanLikelihood::advance_covariance(StateSpace const& form, bool observed) {
  // P = T P T' + gain gain' - (what was learnt); both sides of T in turn, by symmetry.
  std::size_t const size = form.size();
  before_ = covariance_;
  for (int side = 0; side < 2; ++side) {
    for (std::size_t i = 0; i < size; ++i) form.advance(covariance_.row(i));
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < i; ++j) std::swap(covariance_(i, j), covariance_(j, i));
  }
  double largest = 0, change = 0;
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size; ++j) {
      covariance_(i, j) += form.gain()[i] * form.gain()[j] - (observed ? gain_[i] * gain_[j] / variance_ : 0.0);
      largest = std::max(largest, std::abs(covariance_(i, j)));
      change = std::max(change, std::abs(covariance_(i, j) - before_(i, j)));
    }
  steady_ = observed && change <= 1e-12 * std::max(1.0, largest);
}

bool KalmanLikelihood::regress() {
  std::size_t const k = columns_.size() - 1;
  Matrix normal;
  normal.reset(k);
  beta_.assign(k, 0.0);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) normal(i, j) = products_(i + 1, j + 1);
    beta_[i] = products_(i + 1, 0);
  }
  auto const right = beta_;
  if (!cholesky(normal)) return false;
  solve_lower(normal, beta_);
  solve_lower_transposed(normal, beta_);
  sum_of_squares_ = products_(0, 0) - dot(beta_, right);
  return sum_of_squares_ > 0;
}

std::vector<double> KalmanLikelihood::state() const {
  auto state = states_[0];
  for (std::size_t c = 1; c < states_.size(); ++c)
    for (std::size_t i = 0; i < state.size(); ++i) state[i] -= beta_[c - 1] * states_[c][i];
  return state;
}

} // namespace rankfold::learners::forecasting::box_jenkins
