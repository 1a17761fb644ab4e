#pragma once

#include "learners/forecasting/ets/candidate.hpp"
#include <array>
#include <span>

namespace rankfold::learners::forecasting::smoothing {

/// A candidate run over all observations.
struct Filtered {
  double sum_of_squares = 0.0;   ///< of the errors: relative ones where the error is multiplicative
  double log_forecasts = 0.0;    ///< sum of log |one-step forecast|; 0 where the error is additive
  double absolute_squares = 0.0; ///< of value - one-step forecast, whatever the error
  States states;                 ///< after the last observation; `season` still by t mod period

  /// -2 log L with the error variance at its maximum, without constants: n log(sum e^2) + 2 sum log|f| (HKOS 5.2).
  [[nodiscard]] double deviance(std::size_t n) const;
};

/// @param period at least 1, at most max_period; not read by a form without season.
[[nodiscard]] Filtered filter(Form form, std::span<double const> values, int period, Candidate const& candidate);

inline constexpr int batch_size = 4;

/// The deviance of several candidates at the price of hardly more than one. Not finite where a candidate breaks down.
[[nodiscard]] std::array<double, batch_size> deviances(Form form, std::span<double const> values, int period,
                                                       std::array<Candidate, batch_size> const& candidates);

} // namespace rankfold::learners::forecasting::smoothing
