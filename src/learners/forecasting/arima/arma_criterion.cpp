#include "learners/forecasting/arima/arma_criterion.hpp"

#include "learners/forecasting/arima/filters.hpp"
#include "learners/forecasting/arima/polynomial.hpp"
#include "support/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// Where the impulse response has become this small, what follows changes no digit of the likelihood that counts.
constexpr double negligible_response = 1e-11;

bool is_constant_one(std::span<double const> x) {
  return std::ranges::all_of(x, [](double v) { return v == 1; });
}

} // namespace

double ArmaCriterion::evaluate(Sample const& sample, Order const& order, Coefficients const& at) {
  sample_ = &sample;
  order_ = order;
  at_ = at;
  n_ = sample.values.size();
  r_ = static_cast<std::size_t>(order.state_size());
  skipped_ = criterion_ == Criterion::conditional ? static_cast<std::size_t>(order.ar_span()) : 0;
  seen_ = criterion_ == Criterion::conditional ? 0 : std::min(r_, n_);
  expects(skipped_ < n_, "a series longer than what the criterion is conditional on");
  terms_ = n_ - skipped_;
  ar_.resize(r_);
  ma_.resize(r_);
  multiply(at.ar, at.sar, order.period, -1, ar_);
  multiply(at.ma, at.sma, order.period, +1, ma_);

  log_determinant_ = 0;
  impulse_response();
  if (seen_ > 0 && !factor_state()) return std::numeric_limits<double>::infinity();
  tracks_.resize(1 + sample.regressors.size());
  for (std::size_t k = 0; k < tracks_.size(); ++k) {
    filter(k == 0 ? sample.values : sample.regressors[k - 1], tracks_[k].residual);
    project(tracks_[k]);
  }
  if (!regress(sample)) return std::numeric_limits<double>::infinity();
  double const value = 0.5 * (static_cast<double>(terms_) * std::log(sum_of_squares_) + log_determinant_);
  return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
}

void ArmaCriterion::filter(std::span<double const> x, std::vector<double>& residual) {
  residual.resize(n_);
  // A constant settles once nothing of its beginning is left: only that beginning needs the filters.
  std::size_t const settled =
      is_constant_one(x) ? static_cast<std::size_t>(order_.ar_span()) + response_.size() + 1 : n_;
  std::size_t const length = std::min(n_, settled);
  auto const head = std::span{residual}.first(length);
  auto const half = room(scratch_, length);
  apply(at_.sar, order_.period, -1, x.first(length), half);
  apply(at_.ar, 1, -1, half, head);
  std::fill_n(residual.begin(), std::min(skipped_, length), 0.0);
  solve(at_.sma, order_.period, head, head);
  solve(at_.ma, 1, head, head);
  std::fill(residual.begin() + static_cast<std::ptrdiff_t>(length), residual.end(), residual[length - 1]);
}

void ArmaCriterion::impulse_response() {
  // First 1 / Theta, which is zero but at whole periods, then 1 / theta.
  auto const period = static_cast<std::size_t>(order_.period), span = static_cast<std::size_t>(order_.ma_span());
  std::size_t const q = at_.ma.size(), Q = at_.sma.size();
  response_.assign(1, 1.0);
  seasonal_response_.assign(1, 1.0);
  std::size_t quiet = 0; // how many values in a row are negligible: with `span` of them, all that follow are
  while (response_.size() < n_ && quiet < span) {
    std::size_t const t = response_.size();
    double value = 0;
    if (Q > 0 && t % period == 0) {
      std::size_t const s = t / period;
      for (std::size_t j = 1; j <= std::min(s, Q); ++j) value -= at_.sma[j - 1] * seasonal_response_[s - j];
      seasonal_response_.push_back(value);
    }
    for (std::size_t j = 1; j <= std::min(t, q); ++j) value -= at_.ma[j - 1] * response_[t - j];
    response_.push_back(value);
    quiet = std::abs(value) < negligible_response ? quiet + 1 : 0;
  }
}

bool ArmaCriterion::factor_state() {
  auto const p = static_cast<std::size_t>(order_.ar_span()), q = static_cast<std::size_t>(order_.ma_span());
  if (!stationary_.compute(ar_, ma_, p, q)) return false;
  compute_gram();
  if (!cholesky(gram_)) return false;
  if (q == 0) { // K = I
    inner_.copy_block(stationary_.covariance(), seen_);
  } else {
    multiply_lower(stationary_.covariance(), gram_, scaled_);
    multiply_transposed_lower(gram_, scaled_, inner_);
  }
  for (std::size_t i = 0; i < seen_; ++i) inner_(i, i) += 1;
  if (!cholesky(inner_)) return false;
  for (std::size_t i = 0; i < seen_; ++i) log_determinant_ += 2 * std::log(inner_(i, i));
  return true;
}

void ArmaCriterion::compute_gram() {
  // Responses to impulses at i and j overlap as far as the series reaches.
  auto const at = [&](std::size_t t) { return t < response_.size() ? response_[t] : 0.0; };
  gram_.reset(seen_);
  for (std::size_t j = 0; j < seen_; ++j) gram_(j, 0) = lagged_dot(response_, response_, j);
  for (std::size_t i = 1; i < seen_; ++i)
    for (std::size_t j = 1; j <= i; ++j) gram_(i, j) = gram_(i - 1, j - 1) - at(n_ - i) * at(n_ - j);
}

void ArmaCriterion::project(Track& track) {
  track.whitened.clear();
  track.explained.clear();
  if (seen_ == 0) return;
  // h_i = sum_t response_{t-i} e0_t: the transposed filter, started where the response to the last impulse has died
  // away
  std::size_t const reach = std::min(n_, seen_ + response_.size());
  auto const h = room(scratch_, reach);
  solve_transposed(at_.ma, 1, std::span<double const>{track.residual}.first(reach), h);
  solve_transposed(at_.sma, order_.period, h, h);
  track.whitened.assign(h.begin(), h.begin() + static_cast<std::ptrdiff_t>(seen_));
  solve_lower(gram_, track.whitened);
  track.explained = track.whitened;
  solve_lower(inner_, track.explained);
  solve_lower_transposed(inner_, track.explained);
}

double ArmaCriterion::product(Track const& a, Track const& b) const {
  double const of_past = seen_ == 0 ? 0.0 : dot(a.whitened, b.whitened) - dot(a.whitened, b.explained);
  return dot(a.residual, b.residual) - of_past;
}

bool ArmaCriterion::regress(Sample const& sample) {
  std::size_t const k = sample.regressors.size();
  beta_.assign(k, 0.0);
  normal_.reset(k);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) normal_(i, j) = product(tracks_[i + 1], tracks_[j + 1]);
    beta_[i] = product(tracks_[i + 1], tracks_[0]);
  }
  auto const right = beta_;
  if (!cholesky(normal_)) return false;
  solve_lower(normal_, beta_);
  solve_lower_transposed(normal_, beta_);
  sum_of_squares_ = product(tracks_[0], tracks_[0]) - dot(beta_, right);
  return sum_of_squares_ > 0;
}

} // namespace rankfold::learners::forecasting::box_jenkins
