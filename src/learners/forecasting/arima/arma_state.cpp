#include "learners/forecasting/arima/arma_criterion.hpp"
#include "learners/forecasting/arima/filters.hpp"

#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// sum_t a_{t-i} b_{t-j} over the whole length
double shifted_dot(std::span<double const> a, std::size_t i, std::span<double const> b, std::size_t j) {
  if (i < j) return shifted_dot(b, j, a, i);
  return i < a.size() ? dot(a.first(a.size() - i), b.subspan(i - j, a.size() - i)) : 0.0;
}

} // namespace

void ArmaCriterion::curvature(Matrix& hessian) {
  // Residuals change by lagged copies of four sequences; their products are the Gauss-Newton matrix.
  sensitivities();
  std::vector<std::pair<std::size_t, std::size_t>> columns; // sequence, lag
  auto const add = [&](std::size_t sequence, std::size_t count, int lag) {
    for (std::size_t j = 1; j <= count; ++j) columns.emplace_back(sequence, j * static_cast<std::size_t>(lag));
  };
  add(0, at_.ar.size(), 1);
  add(1, at_.ma.size(), 1);
  add(2, at_.sar.size(), order_.period);
  add(3, at_.sma.size(), order_.period);

  double const weight = static_cast<double>(terms_) / sum_of_squares_;
  hessian.reset(columns.size());
  for (std::size_t a = 0; a < columns.size(); ++a)
    for (std::size_t b = 0; b <= a; ++b)
      hessian(a, b) = hessian(b, a) = weight * shifted_dot(sensitivities_[columns[a].first], columns[a].second,
                                                           sensitivities_[columns[b].first], columns[b].second);
}

void ArmaCriterion::sensitivities() {
  auto& [by_ar, by_ma, by_sar, by_sma] = sensitivities_;
  for (auto& sequence : sensitivities_) sequence.resize(n_);
  if (order_.p > 0) {
    apply(at_.sar, order_.period, -1, series_, by_ar);
    solve(at_.sma, order_.period, by_ar, by_ar);
    solve(at_.ma, 1, by_ar, by_ar);
  }
  if (order_.q > 0) solve(at_.ma, 1, residual_, by_ma);
  if (order_.P > 0) {
    apply(at_.ar, 1, -1, series_, by_sar);
    solve(at_.sma, order_.period, by_sar, by_sar);
    solve(at_.ma, 1, by_sar, by_sar);
  }
  if (order_.Q > 0) solve(at_.sma, order_.period, residual_, by_sma);
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
  compute_posterior();
  std::vector<double> const effect = effect_of_start();
  auto const& posterior = posterior_;
  std::vector<double> row(seen_);
  covariance.reset(r_);
  for (std::size_t i = 0; i < r_; ++i) {
    std::span<double const> const effect_i{effect.data() + i * seen_, seen_};
    for (std::size_t k = 0; k < seen_; ++k) row[k] = dot(effect_i, posterior.row(k));
    for (std::size_t j = 0; j < r_; ++j) covariance(i, j) = dot(row, {effect.data() + j * seen_, seen_});
  }
}

std::vector<double> ArmaCriterion::effect_of_start() const {
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
  return effect;
}

} // namespace rankfold::learners::forecasting::box_jenkins
