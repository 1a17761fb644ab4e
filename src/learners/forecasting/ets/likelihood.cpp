#include "learners/forecasting/ets/likelihood.hpp"
#include "learners/forecasting/ets/recursion.hpp"
#include <cmath>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// Sum of log |f|, with one logarithm for many factors.
template <class T> class LogProduct {
public:
  /// So few factors that their product stays finite for forecasts from 1e-19 to 1e19 of the series' scale.
  static constexpr std::size_t most_factors = 16;

  void reserve(std::size_t factors) {
    if (pending_ + factors > most_factors) flush();
    pending_ += factors;
  }
  [[gnu::always_inline]] void multiply(T const& factor) { product_ *= factor; }
  [[nodiscard]] T sum() {
    flush();
    return sum_;
  }

private:
  void flush() {
    if constexpr (std::is_same_v<T, double>) {
      sum_ += std::log(std::abs(product_));
    } else {
      for (int i = 0; i < lanes; ++i) sum_[i] += std::log(std::abs(product_[i]));
    }
    product_ = T{} + 1.0;
    pending_ = 0;
  }

  T product_ = T{} + 1.0;
  T sum_{};
  std::size_t pending_ = 0;
};

template <class T> struct Sums { T squares{}, log_forecasts{}, absolute_squares{}; };

template <Form F, class T>
Sums<T> run(std::span<double const> values, std::size_t period, Recursion<F, T>& recursion, T* season) {
  Sums<T> sums;
  LogProduct<T> product;
  for_each_stretch(values.size(), period, product.most_factors,
                   [&](std::size_t begin, std::size_t length, std::size_t j) {
                     if constexpr (F.relative_errors()) product.reserve(length);
                     for (std::size_t i = 0; i < length; ++i) {
                       T const value = T{} + values[begin + i];
                       auto const at = recursion.predict(season[j + i]);
                       T error = value - at.forecast;
                       if constexpr (F.relative_errors()) {
                         sums.absolute_squares += error * error;
                         error /= at.forecast;
                         product.multiply(at.forecast);
                       }
                       sums.squares += error * error;
                       recursion.update(at, value, season[j + i]);
                     }
                   });
  if constexpr (F.relative_errors()) {
    sums.log_forecasts = product.sum();
  } else {
    sums.absolute_squares = sums.squares;
  }
  return sums;
}

/// A form without season has a single, unread slot; long stretches cost least.
template <Form F> constexpr std::size_t effective_period(int period) {
  return F.has_season() ? static_cast<std::size_t>(period) : max_period;
}

template <Form F> Filtered filter_form(std::span<double const> values, int period, Candidate const& candidate) {
  auto const& [alpha, beta, gamma, phi] = candidate.smoothing;
  Recursion<F, double> recursion{alpha, beta, gamma, phi, candidate.states.level, candidate.states.growth};
  Filtered result;
  result.states = candidate.states;
  auto const sums = run(values, effective_period<F>(period), recursion, result.states.season.data());
  result.sum_of_squares = sums.squares;
  result.log_forecasts = sums.log_forecasts;
  result.absolute_squares = sums.absolute_squares;
  result.states.level = recursion.level;
  result.states.growth = recursion.growth;
  return result;
}

template <Form F> std::array<double, batch_size> deviances_form(std::span<double const> values, int period,
                                                                std::array<Candidate, batch_size> const& candidates) {
  Recursion<F, Pack> recursion;
  std::array<Pack, max_period> season;
  for (int i = 0; i < batch_size; ++i) {
    auto const& [smoothing, states] = candidates[static_cast<std::size_t>(i)];
    recursion.alpha[i] = smoothing.alpha;
    recursion.beta[i] = smoothing.beta;
    recursion.gamma[i] = smoothing.gamma;
    recursion.phi[i] = smoothing.phi;
    recursion.level[i] = states.level;
    recursion.growth[i] = states.growth;
    for (std::size_t j = 0; j < max_period; ++j) season[j][i] = states.season[j];
  }
  auto const sums = run(values, effective_period<F>(period), recursion, season.data());
  std::array<double, batch_size> result;
  for (int i = 0; i < batch_size; ++i) {
    Filtered lane;
    lane.sum_of_squares = sums.squares[i];
    lane.log_forecasts = sums.log_forecasts[i];
    result[static_cast<std::size_t>(i)] = lane.deviance(values.size());
  }
  return result;
}

template <std::size_t... I> constexpr auto filters(std::index_sequence<I...>) {
  return std::array{&filter_form<form_at(I)>...};
}
template <std::size_t... I> constexpr auto batch_filters(std::index_sequence<I...>) {
  return std::array{&deviances_form<form_at(I)>...};
}

} // namespace

double Filtered::deviance(std::size_t n) const {
  return static_cast<double>(n) * std::log(sum_of_squares) + 2.0 * log_forecasts;
}

Filtered filter(Form form, std::span<double const> values, int period, Candidate const& candidate) {
  static constexpr auto table = filters(std::make_index_sequence<form_count>{});
  return table[index_of(form)](values, period, candidate);
}

std::array<double, batch_size> deviances(Form form, std::span<double const> values, int period,
                                         std::array<Candidate, batch_size> const& candidates) {
  static_assert(batch_size == lanes);
  static constexpr auto table = batch_filters(std::make_index_sequence<form_count>{});
  return table[index_of(form)](values, period, candidates);
}

} // namespace rankfold::learners::forecasting::smoothing
