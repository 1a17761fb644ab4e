#pragma once

#include "learners/forecasting/arima/unit_roots.hpp"
#include "rankfold/value.hpp"
#include <optional>

namespace rankfold::learners::forecasting::box_jenkins {

enum class InformationCriterion { aicc, aic, bic };
enum class Approximation { never, always, automatic };

/// What auto_arima may choose from, and how. Names and defaults as in R's auto.arima.
struct AutoOptions {
  int period = 1;
  int max_p = 5, max_q = 5, max_P = 2, max_Q = 2, max_order = 5, max_d = 2, max_D = 1;
  int start_p = 2, start_q = 2, start_P = 1, start_Q = 1;
  std::optional<int> d, D; ///< chosen by tests where not given
  bool stationary = false, seasonal = true, stepwise = true, allow_drift = true, allow_mean = true;
  InformationCriterion criterion = InformationCriterion::aicc;
  Approximation approximation = Approximation::automatic;
  UnitRootTest test = UnitRootTest::kpss;
  SeasonalTest seasonal_test = SeasonalTest::strength;
  std::size_t most_models = 94;        ///< that the stepwise search tries
  std::optional<std::size_t> truncate; ///< how many of the last values conditional sums of squares are taken over
  Value lambda = "none";               ///< of a Box-Cox transform, as in `transform`
  bool bias_adjusted = false;
};

} // namespace rankfold::learners::forecasting::box_jenkins
