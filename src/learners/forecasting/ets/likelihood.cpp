#include "learners/forecasting/ets/likelihood.hpp"
#include "learners/forecasting/ets/dispatch.hpp"
#include "learners/forecasting/ets/recursion.hpp"
#include <cmath>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// Sum of log |f|, with one logarithm for many factors.
template <class T> class LogProduct {
public:
  /// So few factors that their product stays finite for forecasts from 1e-19 to 1e19 of the series' scale.
  static constexpr std::size_t most_factors = 16;

  [[gnu::always_inline]] void reserve(std::size_t factors) {
    if (pending_ + factors > most_factors) flush();
    pending_ += factors;
  }
  [[gnu::always_inline]] void multiply(T const& factor) { product_ *= factor; }
  [[nodiscard, gnu::always_inline]] T sum() {
    flush();
    return sum_;
  }

private:
  [[gnu::always_inline]] void flush() {
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

template <Form F, class T> [[gnu::always_inline]] inline Sums<T>
run_through(std::span<double const> values, std::size_t period, Recursion<F, T>& recursion, T* season) {
  Sums<T> sums;
  LogProduct<T> product;
  for_each_stretch(
      values.size(), period,
      product.most_factors, [&](std::size_t begin, std::size_t length, std::size_t j) __attribute__((always_inline)) {
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

struct OneCandidate {
  std::span<double const> values;
  int period;
  Candidate const& candidate;
};

template <Form F> struct Filter {
  using Arguments = OneCandidate;

  [[gnu::always_inline]] static Filtered run(Arguments const& given) {
    auto const& [alpha, beta, gamma, phi] = given.candidate.smoothing;
    auto const& start = given.candidate.states;
    Recursion<F, double> recursion{alpha, beta, gamma, phi, start.level, start.growth};
    Filtered result;
    result.states = start;
    auto const sums =
        run_through(given.values, effective_period<F>(given.period), recursion, result.states.season.data());
    result.sum_of_squares = sums.squares;
    result.log_forecasts = sums.log_forecasts;
    result.absolute_squares = sums.absolute_squares;
    result.states.level = recursion.level;
    result.states.growth = recursion.growth;
    return result;
  }
};

struct Batch {
  std::span<double const> values;
  int period;
  std::array<Candidate, batch_size> const& candidates;
};

template <Form F> struct BatchFilter {
  using Arguments = Batch;

  [[gnu::always_inline]] static std::array<double, batch_size> run(Arguments const& given) {
    Recursion<F, Pack> recursion;
    std::array<Pack, max_period> season;
    std::size_t const period = effective_period<F>(given.period);
    for (int i = 0; i < batch_size; ++i) {
      auto const& [smoothing, states] = given.candidates[static_cast<std::size_t>(i)];
      recursion.alpha[i] = smoothing.alpha;
      recursion.beta[i] = smoothing.beta;
      recursion.gamma[i] = smoothing.gamma;
      recursion.phi[i] = smoothing.phi;
      recursion.level[i] = states.level;
      recursion.growth[i] = states.growth;
      for (std::size_t j = 0; j < period; ++j) season[j][i] = states.season[j];
    }
    auto const sums = run_through(given.values, period, recursion, season.data());
    std::array<double, batch_size> result;
    for (int i = 0; i < batch_size; ++i) {
      Filtered lane;
      lane.sum_of_squares = sums.squares[i];
      lane.log_forecasts = sums.log_forecasts[i];
      result[static_cast<std::size_t>(i)] = lane.deviance(given.values.size());
    }
    return result;
  }
};

} // namespace

double Filtered::deviance(std::size_t n) const {
  return static_cast<double>(n) * std::log(sum_of_squares) + 2.0 * log_forecasts;
}

Filtered filter(Form form, std::span<double const> values, int period, Candidate const& candidate) {
  return run_kernel<Filter>(form, {values, period, candidate});
}

std::array<double, batch_size> deviances(Form form, std::span<double const> values, int period,
                                         std::array<Candidate, batch_size> const& candidates) {
  static_assert(batch_size == lanes);
  return run_kernel<BatchFilter>(form, {values, period, candidates});
}

} // namespace rankfold::learners::forecasting::smoothing
