#pragma once

#include "learners/forecasting/ets/form.hpp"
#include <array>

namespace rankfold::learners::forecasting::smoothing {

/// The longest season a model may have, as in the reference: each season is a parameter to be estimated.
inline constexpr int max_period = 24;

/// Smoothing parameters. Those that a form lacks are not read; `phi` is 1 where the trend is not damped.
struct SmoothingParameters {
  double alpha = 0.0; ///< of the level
  double beta = 0.0;  ///< of the trend; the book's beta, not beta / alpha
  double gamma = 0.0; ///< of the season
  double phi = 1.0;   ///< damping

  bool operator==(SmoothingParameters const&) const = default;
};

/// The state before an observation.
struct States {
  double level = 0.0;
  double growth = 0.0;                     ///< per period: a difference, or a ratio for a multiplicative trend
  std::array<double, max_period> season{}; ///< [j] is what the observation at time t = j (mod period) meets next

  bool operator==(States const&) const = default;
};

/// States in other units: those that are not ratios times `factor`.
void rescale(States& states, Form form, double factor);

/// A model of a form up to the variance of its errors.
struct Candidate {
  SmoothingParameters smoothing;
  States states; ///< before the first observation
};

} // namespace rankfold::learners::forecasting::smoothing
