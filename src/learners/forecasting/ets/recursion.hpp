#pragma once

#include "learners/forecasting/ets/form.hpp"
#include <cmath>
#include <cstddef>
#include <limits>

/// One step of the recursion, for a form known when compiling: no branch depends on the form while it runs.
namespace rankfold::learners::forecasting::smoothing {

/// `N` real numbers worked on at once, each as if alone: the recursion waits for its own result at every step, so that
/// four candidates take hardly longer than one.
inline constexpr int lanes = 4;
typedef double Pack __attribute__((vector_size(lanes * sizeof(double))));

/// The powers of a multiplicative trend: growth^phi. A negative ratio has none, and makes the candidate invalid.
[[gnu::always_inline]] inline double damped_ratio(double growth, double phi) { return std::pow(growth, phi); }
[[gnu::always_inline]] inline Pack damped_ratio(Pack const& growth, Pack const& phi) {
  Pack result;
  for (int i = 0; i < lanes; ++i) result[i] = std::pow(growth[i], phi[i]);
  return result;
}

/// States and parameters of type `T` (double, or Pack) of a model of form `F`.
///
/// With q the level the trend leads to, the one-step forecast is q, q + s or q s. The observation without its season
/// moves the level by alpha of the surprise, as HKOS table 2.2 (pure error-correction form; additive and multiplicative
/// errors share the same point recursion).
template <Form F, class T> struct Recursion {
  T alpha, beta, gamma, phi;
  T level, growth;

  struct Prediction {
    T leap;           ///< growth damped: phi b, or b^phi
    T expected_level; ///< q
    T forecast;
  };

  [[gnu::always_inline]] Prediction predict(T const& season) const {
    Prediction at{};
    at.leap = growth;
    if constexpr (F.damped) {
      if constexpr (F.trend == Component::additive) {
        at.leap = phi * growth;
      } else {
        at.leap = damped_ratio(growth, phi);
      }
    } else if constexpr (F.trend == Component::multiplicative) {
      at.leap = growth < 0.0 ? growth - growth + std::numeric_limits<double>::quiet_NaN() : growth;
    }
    at.expected_level = level;
    if constexpr (F.trend == Component::additive) at.expected_level = level + at.leap;
    if constexpr (F.trend == Component::multiplicative) at.expected_level = level * at.leap;
    at.forecast = at.expected_level;
    if constexpr (F.season == Component::additive) at.forecast = at.expected_level + season;
    if constexpr (F.season == Component::multiplicative) at.forecast = at.expected_level * season;
    return at;
  }

  /// The observation without its season.
  [[gnu::always_inline]] static T deseasonalised(T const& value, T const& season) {
    if constexpr (F.season == Component::additive) return value - season;
    if constexpr (F.season == Component::multiplicative) return value / season;
    return value;
  }

  /// Takes in an observation; `season` becomes what the same season meets a period later.
  [[gnu::always_inline]] void update(Prediction const& at, T const& value, T& season) {
    T const surprise = deseasonalised(value, season) - at.expected_level;
    if constexpr (F.trend == Component::additive) growth = at.leap + beta * surprise;
    if constexpr (F.trend == Component::multiplicative) growth = at.leap + beta * (surprise / level);
    level = at.expected_level + alpha * surprise;
    if constexpr (F.season == Component::additive) season += gamma * (value - at.expected_level - season);
    if constexpr (F.season == Component::multiplicative) season += gamma * (value / at.expected_level - season);
  }
};

/// Calls `visit(begin, length, season)` for the stretches of `0 .. n` in which the position within the season only
/// rises, none longer than `longest`; `season` is the position at `begin`.
template <class Visit> [[gnu::always_inline]] inline void for_each_stretch(std::size_t n, std::size_t period,
                                                                           std::size_t longest, Visit&& visit) {
  std::size_t season = 0;
  for (std::size_t begin = 0; begin < n;) {
    std::size_t length = n - begin;
    if (length > period - season) length = period - season;
    if (length > longest) length = longest;
    visit(begin, length, season);
    begin += length;
    season = season + length == period ? 0 : season + length;
  }
}

} // namespace rankfold::learners::forecasting::smoothing
