#include "learners/forecasting/tbats/recursion.hpp"
#include <algorithm>
#include <cmath>
#include <numbers>

namespace rankfold::learners::forecasting::trigonometric {

Recursion::Recursion(Form const& form, Weights const& weights, std::size_t width) :
    weights_{weights}, trend_{form.trend}, width_{width},
    first_harmonic_{form.trend ? 2U : 1U}, first_d_{form.first_states()}, first_e_{first_d_ + form.p},
    states_(form.states() * width, 0.0), level_(width), disturbance_(width) {
  for (std::size_t i = 0; i < form.seasons.size(); ++i) {
    for (int j = 1; j <= form.seasons[i].harmonics; ++j) {
      double const frequency = 2 * std::numbers::pi * j / form.seasons[i].period;
      harmonics_.push_back({std::cos(frequency), std::sin(frequency), weights.gamma1[i], weights.gamma2[i]});
    }
  }
}

void Recursion::resume(std::span<double const> states) { std::ranges::copy(states, states_.begin()); }

void Recursion::add(double factor, double const* from, std::vector<double>& to) const {
  for (std::size_t c = 0; c < width_; ++c) to[c] += factor * from[c];
}

void Recursion::predict(std::span<double> forecasts) {
  std::copy_n(row(0), width_, level_.begin());
  if (trend_) add(weights_.phi, row(1), level_);
  std::ranges::fill(disturbance_, 0.0);
  for (std::size_t i = 0; i < weights_.ar.size(); ++i) add(weights_.ar[i], row(first_d_ + i), disturbance_);
  for (std::size_t i = 0; i < weights_.ma.size(); ++i) add(weights_.ma[i], row(first_e_ + i), disturbance_);
  for (std::size_t c = 0; c < width_; ++c) forecasts[c] = level_[c] + disturbance_[c];
  for (std::size_t j = 0; j < harmonics_.size(); ++j) {
    double const* const s = row(first_harmonic_ + 2 * j);
    for (std::size_t c = 0; c < width_; ++c) forecasts[c] += s[c];
  }
}

void Recursion::advance(std::span<double const> errors) {
  double* const d = disturbance_.data();
  double* const level = row(0);
  for (std::size_t c = 0; c < width_; ++c) {
    d[c] += errors[c];
    level[c] = level_[c] + weights_.alpha * d[c];
  }
  if (trend_) {
    double* const slope = row(1);
    for (std::size_t c = 0; c < width_; ++c) slope[c] = weights_.phi * slope[c] + weights_.beta * d[c];
  }
  for (std::size_t j = 0; j < harmonics_.size(); ++j) {
    auto const [cosine, sine, gamma1, gamma2] = harmonics_[j];
    double* const s = row(first_harmonic_ + 2 * j);
    double* const r = s + width_;
    for (std::size_t c = 0; c < width_; ++c) {
      double const before = s[c];
      s[c] = before * cosine + r[c] * sine + gamma1 * d[c];
      r[c] = r[c] * cosine - before * sine + gamma2 * d[c];
    }
  }
  remember(first_d_, weights_.ar.size(), d);
  remember(first_e_, weights_.ma.size(), errors.data());
}

/// Moves what a list of rows remembers by a step, the newest in front.
void Recursion::remember(std::size_t first, std::size_t count, double const* newest) {
  if (count == 0) return;
  std::copy_backward(row(first), row(first + count - 1), row(first + count));
  std::copy_n(newest, width_, row(first));
}

Eigen::MatrixXd error_transition(Form const& form, Weights const& weights) {
  std::size_t const n = form.states();
  Recursion recursion{form, weights, n};
  for (std::size_t i = 0; i < n; ++i) recursion.state(i, i) = 1.0;
  std::vector<double> errors(n);
  recursion.predict(errors);
  for (double& e : errors) e = -e;
  recursion.advance(errors);
  auto const size = static_cast<Eigen::Index>(n);
  return Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const>(
      recursion.states().data(), size, size);
}

} // namespace rankfold::learners::forecasting::trigonometric
