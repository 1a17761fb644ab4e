#pragma once

#include "learners/forecasting/ets/candidate.hpp"
#include <cstddef>

namespace rankfold::learners::forecasting::smoothing {

enum class InformationCriterion { aicc, aic, bic };

/// What is added to the deviance for `n_parameters`, the variance among them. Positive infinity where it is not defined
/// for so few observations.
[[nodiscard]] double penalty(InformationCriterion which, int n_parameters, std::size_t n_observations);

/// A fitted model. In `initial` and `last`, season[j] is what the j-th next observation meets.
struct Model {
  Form form;
  int period = 1; ///< 1 for a form without season
  SmoothingParameters smoothing;
  States initial, last;
  int n_used = 0;              ///< observations it was fitted to: the longest unbroken part of the series
  int n_estimated = 0;         ///< smoothing parameters and initial states that were estimated
  int gap = 0;                 ///< positions between the last observation used and the end of the series
  double sum_of_squares = 0.0; ///< of the errors, relative ones for multiplicative errors
  double mse = 0.0;            ///< mean square of value - one-step forecast
  double loglik = 0.0;

  /// With the error variance, as the reference counts.
  [[nodiscard]] int parameter_count() const { return n_estimated + 1; }
  /// Variance of the errors; NaN where there are no more observations than parameters.
  [[nodiscard]] double sigma2() const;
  [[nodiscard]] double criterion(InformationCriterion which) const;
};

} // namespace rankfold::learners::forecasting::smoothing
