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
  scratch_.resize(length);
  apply(at_.sar, order_.period, -1, x.first(length), scratch_);
  apply(at_.ar, 1, -1, scratch_, head);
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
  if (!stationary_.compute(ar_, ma_, static_cast<std::size_t>(order_.ar_span()),
                           static_cast<std::size_t>(order_.ma_span())))
    return false;
  auto const& state = stationary_.covariance();
  // G: responses to impulses at i and j overlap as far as the series reaches.
  std::size_t const length = response_.size();
  gram_.reset(seen_);
  for (std::size_t j = 0; j < seen_; ++j) gram_(j, 0) = lagged_dot(response_, response_, j);
  auto const at = [&](std::size_t t) { return t < length ? response_[t] : 0.0; };
  for (std::size_t i = 1; i < seen_; ++i)
    for (std::size_t j = 1; j <= i; ++j) gram_(i, j) = gram_(i - 1, j - 1) - at(n_ - i) * at(n_ - j);
  if (!cholesky(gram_)) return false;

  scaled_.reset(seen_); // O K; K is lower triangular
  for (std::size_t i = 0; i < seen_; ++i)
    for (std::size_t k = 0; k < seen_; ++k) {
      double const weight = state(i, k);
      auto const row = std::as_const(gram_).row(k);
      for (std::size_t j = 0; j <= k; ++j) scaled_(i, j) += weight * row[j];
    }
  inner_.reset(seen_); // I + K' O K, lower half
  for (std::size_t k = 0; k < seen_; ++k) {
    auto const right = std::as_const(scaled_).row(k);
    for (std::size_t i = 0; i <= k; ++i) {
      double const weight = gram_(k, i);
      for (std::size_t j = 0; j <= i; ++j) inner_(i, j) += weight * right[j];
    }
  }
  for (std::size_t i = 0; i < seen_; ++i) inner_(i, i) += 1;
  if (!cholesky(inner_)) return false;
  for (std::size_t i = 0; i < seen_; ++i) log_determinant_ += 2 * std::log(inner_(i, i));
  return true;
}

void ArmaCriterion::project(Track& track) {
  track.whitened.clear();
  track.explained.clear();
  if (seen_ == 0) return;
  // h_i = sum_t response_{t-i} e0_t: the transposed filter, started where the response to the last impulse has died
  // away
  std::size_t const reach = std::min(n_, seen_ + response_.size());
  scratch_.resize(reach);
  solve_transposed(at_.ma, 1, std::span<double const>{track.residual}.first(reach), scratch_);
  solve_transposed(at_.sma, order_.period, scratch_, scratch_);
  track.whitened.assign(scratch_.begin(), scratch_.begin() + static_cast<std::ptrdiff_t>(seen_));
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
  Matrix normal;
  normal.reset(k);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) normal(i, j) = product(tracks_[i + 1], tracks_[j + 1]);
    beta_[i] = product(tracks_[i + 1], tracks_[0]);
  }
  auto const right = beta_;
  if (!cholesky(normal)) return false;
  solve_lower(normal, beta_);
  solve_lower_transposed(normal, beta_);
  sum_of_squares_ = product(tracks_[0], tracks_[0]) - dot(beta_, right);
  return sum_of_squares_ > 0;
}

void ArmaCriterion::combine(Sample const& sample) {
  series_ = sample.values;
  for (std::size_t k = 0; k < beta_.size(); ++k)
    for (std::size_t t = 0; t < n_; ++t) series_[t] -= beta_[k] * sample.regressors[k][t];

  // The state before time 1, given the series: start = O multiplier, multiplier = K B^-1 K^-1 h.
  auto explained = tracks_[0].explained;
  for (std::size_t k = 0; k < beta_.size(); ++k)
    for (std::size_t i = 0; i < seen_; ++i) explained[i] -= beta_[k] * tracks_[k + 1].explained[i];
  multiplier_.assign(seen_, 0.0);
  start_.assign(seen_, 0.0);
  for (std::size_t i = 0; i < seen_; ++i) multiplier_[i] = dot(std::as_const(gram_).row(i).first(i + 1), explained);
  for (std::size_t i = 0; i < seen_; ++i) start_[i] = dot(stationary_.covariance().row(i).first(seen_), multiplier_);

  // e = e0 - V start, of the series less its regression
  residual_ = tracks_[0].residual;
  for (std::size_t k = 0; k < beta_.size(); ++k)
    for (std::size_t t = 0; t < n_; ++t) residual_[t] -= beta_[k] * tracks_[k + 1].residual[t];
  if (seen_ == 0) return;
  scratch_.assign(std::min(n_, seen_ + response_.size()), 0.0);
  std::ranges::copy(start_, scratch_.begin());
  solve(at_.sma, order_.period, scratch_, scratch_);
  solve(at_.ma, 1, scratch_, scratch_);
  for (std::size_t t = 0; t < scratch_.size(); ++t) residual_[t] -= scratch_[t];
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
  adjoint_.resize(n_);
  solve_transposed(at_.ma, 1, residual_, adjoint_);
  solve_transposed(at_.sma, order_.period, adjoint_, adjoint_);
  std::fill_n(adjoint_.begin(), skipped_, 0.0);
  double const weight = -static_cast<double>(terms_) / sum_of_squares_;
  auto const period = static_cast<std::size_t>(order_.period);
  scratch_.resize(n_);
  std::size_t k = 0;
  auto const add = [&](std::span<double const> sequence, std::size_t count, std::size_t lag) {
    for (std::size_t j = 1; j <= count; ++j) by[k++] = weight * lagged_dot(adjoint_, sequence, j * lag);
  };
  if (order_.p > 0) {
    apply(at_.sar, order_.period, -1, series_, scratch_);
    add(scratch_, at_.ar.size(), 1);
  }
  if (order_.q > 0) {
    apply(at_.sma, order_.period, +1, residual_, scratch_);
    add(scratch_, at_.ma.size(), 1);
  }
  if (order_.P > 0) {
    apply(at_.ar, 1, -1, series_, scratch_);
    add(scratch_, at_.sar.size(), period);
  }
  if (order_.Q > 0) {
    apply(at_.ma, 1, +1, residual_, scratch_);
    add(scratch_, at_.sma.size(), period);
  }
}

void ArmaCriterion::gradient_of_state() {
  // With K^-1 = I', B^-1: by O: 1/2 K B^-1 K' - n/(2S) multiplier multiplier';  by G: 1/2 K'^-1 (I - B^-1) K^-1.
  std::size_t const s = seen_;
  invert_lower(inner_, inverse_);
  posterior_.reset(s); // B^-1
  for (std::size_t k = 0; k < s; ++k)
    for (std::size_t i = 0; i <= k; ++i) {
      double const weight = inverse_(k, i);
      for (std::size_t j = 0; j <= i; ++j) posterior_(i, j) += weight * inverse_(k, j);
    }
  for (std::size_t i = 0; i < s; ++i)
    for (std::size_t j = i + 1; j < s; ++j) posterior_(i, j) = posterior_(j, i);

  scaled_.reset(s); // K B^-1
  for (std::size_t i = 0; i < s; ++i)
    for (std::size_t k = 0; k <= i; ++k) {
      double const weight = gram_(i, k);
      for (std::size_t j = 0; j < s; ++j) scaled_(i, j) += weight * posterior_(k, j);
    }
  double const of_squares = 0.5 * static_cast<double>(terms_) / sum_of_squares_;
  kernel_.reset(r_);
  for (std::size_t i = 0; i < s; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double const value =
          0.5 * dot(std::as_const(scaled_).row(i).first(j + 1), std::as_const(gram_).row(j).first(j + 1));
      kernel_(i, j) = kernel_(j, i) = value - of_squares * multiplier_[i] * multiplier_[j];
    }
  stationary_.pull_back(kernel_, by_ar_, by_ma_);
  if (order_.ma_span() == 0) return;

  for (std::size_t i = 0; i < s; ++i)
    for (std::size_t j = 0; j < s; ++j) posterior_(i, j) = 0.5 * ((i == j ? 1.0 : 0.0) - posterior_(i, j));
  invert_lower(gram_, inverse_);
  scaled_.reset(s); // (I - B^-1) K^-1 / 2
  for (std::size_t i = 0; i < s; ++i)
    for (std::size_t k = 0; k < s; ++k) {
      double const weight = posterior_(i, k);
      for (std::size_t j = 0; j <= k; ++j) scaled_(i, j) += weight * inverse_(k, j);
    }
  kernel_.reset(s);
  for (std::size_t k = 0; k < s; ++k)
    for (std::size_t i = 0; i <= k; ++i) {
      double const weight = inverse_(k, i);
      for (std::size_t j = 0; j < s; ++j) kernel_(i, j) += weight * scaled_(k, j);
    }
  gradient_of_response(kernel_);
}

void ArmaCriterion::gradient_of_response(Matrix const& by_gram) {
  std::size_t const s = seen_, length = response_.size();
  // Far from the end of the series an element of G depends on i - j only: sum the derivatives along the diagonals.
  diagonals_.assign(2 * s - 1, 0.0);
  for (std::size_t i = 0; i < s; ++i)
    for (std::size_t j = 0; j < s; ++j) diagonals_[s - 1 + i - j] += by_gram(i, j);
  scratch_.assign(length + 2 * (s - 1), 0.0); // the response with zeros on both sides
  std::ranges::copy(response_, scratch_.begin() + static_cast<std::ptrdiff_t>(s - 1));
  adjoint_.assign(length, 0.0);
  for (std::size_t t = 0; t < length; ++t) {
    double sum = 0;
    if (t + s <= n_) {
      sum = dot(diagonals_, std::span<double const>{scratch_}.subspan(t, 2 * s - 1));
    } else {
      for (std::size_t i = 0; i < s && t + i < n_; ++i)
        for (std::size_t j = 0; j < s && j <= t + i; ++j) sum += by_gram(i, j) * scratch_[s - 1 + t + i - j];
    }
    adjoint_[t] = 2 * sum;
  }
  solve_transposed(at_.ma, 1, adjoint_, adjoint_);
  solve_transposed(at_.sma, order_.period, adjoint_, adjoint_);
  for (std::size_t k = 1; k <= static_cast<std::size_t>(order_.ma_span()); ++k)
    by_ma_[k - 1] -= lagged_dot(adjoint_, response_, k);
}

void ArmaCriterion::curvature(Matrix& hessian) {
  // Residuals change by lagged copies of four sequences; their products are the Gauss-Newton matrix.
  auto const period = static_cast<std::size_t>(order_.period);
  std::vector<std::vector<double>> sequences(4, std::vector<double>(n_));
  std::vector<std::pair<std::size_t, std::size_t>> columns; // sequence, lag
  if (order_.p > 0) {
    apply(at_.sar, order_.period, -1, series_, sequences[0]);
    solve(at_.sma, order_.period, sequences[0], sequences[0]);
    solve(at_.ma, 1, sequences[0], sequences[0]);
  }
  if (order_.q > 0) solve(at_.ma, 1, residual_, sequences[1]);
  if (order_.P > 0) {
    apply(at_.ar, 1, -1, series_, sequences[2]);
    solve(at_.sma, order_.period, sequences[2], sequences[2]);
    solve(at_.ma, 1, sequences[2], sequences[2]);
  }
  if (order_.Q > 0) solve(at_.sma, order_.period, residual_, sequences[3]);
  for (std::size_t j = 1; j <= at_.ar.size(); ++j) columns.emplace_back(0, j);
  for (std::size_t j = 1; j <= at_.ma.size(); ++j) columns.emplace_back(1, j);
  for (std::size_t j = 1; j <= at_.sar.size(); ++j) columns.emplace_back(2, j * period);
  for (std::size_t j = 1; j <= at_.sma.size(); ++j) columns.emplace_back(3, j * period);

  double const weight = static_cast<double>(terms_) / sum_of_squares_;
  hessian.reset(columns.size());
  for (std::size_t a = 0; a < columns.size(); ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      auto [one, lag_one] = columns[a];
      auto [two, lag_two] = columns[b];
      if (lag_one < lag_two) {
        std::swap(one, two);
        std::swap(lag_one, lag_two);
      }
      // sum_t one_{t-lag_one} two_{t-lag_two}, t < n
      double sum = 0;
      if (lag_one < n_)
        sum = dot(std::span<double const>{sequences[one]}.first(n_ - lag_one),
                  std::span<double const>{sequences[two]}.subspan(lag_one - lag_two, n_ - lag_one));
      hessian(a, b) = hessian(b, a) = weight * sum;
    }
}

void ArmaCriterion::final_state(std::span<double> state, Matrix& covariance) {
  // s_i = sum_{j >= i} (ar_j x_{n+i-j} + ma_j e_{n+i-j}), with what lies before the series summed up in its start.
  for (std::size_t i = 0; i < r_; ++i) {
    double sum = n_ + i < seen_ ? start_[n_ + i] : 0.0;
    for (std::size_t j = i; j < r_ && j - i < n_; ++j)
      sum += ar_[j] * series_[n_ - 1 - (j - i)] + ma_[j] * residual_[n_ - 1 - (j - i)];
    state[i] = sum;
  }
  covariance.reset(0);
  if (seen_ == 0 || response_.size() + r_ < n_) return; // the start is forgotten
  // d s_i / d start_k = [n + i = k] - sum_{j >= i} ma_j response_{n-1-(j-i)-k}
  std::vector<double> effect(r_ * seen_, 0.0);
  for (std::size_t i = 0; i < r_; ++i)
    for (std::size_t k = 0; k < seen_; ++k) {
      double sum = n_ + i == k ? 1.0 : 0.0;
      for (std::size_t j = i; j < r_ && j - i < n_; ++j) {
        std::size_t const t = n_ - 1 - (j - i);
        if (t >= k && t - k < response_.size()) sum -= ma_[j] * response_[t - k];
      }
      effect[i * seen_ + k] = sum;
    }
  // The start's covariance given the series is K'^-1 (I - B^-1) K^-1: `kernel_` holds half of it where there is an MA
  // part.
  Matrix posterior;
  posterior.reset(seen_);
  for (std::size_t k = 0; k < seen_; ++k) {
    std::vector<double> unit(seen_, 0.0);
    unit[k] = 1;
    solve_lower(gram_, unit);
    auto inner = unit;
    solve_lower(inner_, inner);
    solve_lower_transposed(inner_, inner);
    for (std::size_t i = 0; i < seen_; ++i) unit[i] -= inner[i];
    solve_lower_transposed(gram_, unit);
    for (std::size_t i = 0; i < seen_; ++i) posterior(i, k) = unit[i];
  }
  covariance.reset(r_);
  std::vector<double> row(seen_);
  for (std::size_t i = 0; i < r_; ++i) {
    std::span<double const> const effect_i{effect.data() + i * seen_, seen_};
    for (std::size_t k = 0; k < seen_; ++k) row[k] = dot(effect_i, std::as_const(posterior).row(k));
    for (std::size_t j = 0; j < r_; ++j) covariance(i, j) = dot(row, {effect.data() + j * seen_, seen_});
  }
}

} // namespace rankfold::learners::forecasting::box_jenkins
