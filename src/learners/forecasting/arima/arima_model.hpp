#pragma once

#include "learners/forecasting/arima/matrix.hpp"
#include "learners/forecasting/arima/order.hpp"
#include "learners/learner.hpp"
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// A fitted model and where the series left it: all that forecasting takes.
struct ArimaModel {
  Order order;
  Regression regression;
  Coefficients coefficients;
  double mean = 0, drift = 0; ///< of the transformed values; drift per step, counted from 1 at the first value

  /// Innovations' variance, divided by the terms less the coefficients. Log-likelihood and criteria as in R's arima:
  /// of the differenced series, the variance counting as a parameter.
  double sigma2 = 0, loglik = 0, aic = 0, aicc = 0, bic = 0;
  std::size_t length = 0;       ///< values up to the forecast origin, missing ones included
  std::size_t terms = 0;        ///< values that entered the likelihood
  std::optional<double> lambda; ///< of a Box-Cox transform
  bool bias_adjusted = false;   ///< point forecasts are means rather than medians where there is a transform
  std::string method;

  /// The state at the forecast origin, in units of the transformed values: what the differenced process owes to its
  /// past (StationaryState, r components), then the last `order.lost()` values less the regression, newest first.
  std::vector<double> state;
  /// Its covariance in units of sigma2, row by row; empty where the state is known.
  std::vector<double> covariance;
};

/// Sets aic, aicc and bic from loglik. @param coefficients estimated, regressors included, the variance not.
void set_criteria(ArimaModel& model, int coefficients);

/// Point forecasts and intervals by the state's own recursion (Durbin & Koopman 2012, chapter 4), without the
/// uncertainty of the coefficients.
[[nodiscard]] Forecast forecast(ArimaModel const& model, int horizon, std::span<double const> levels);

/// @name JSON of FittedForecaster
[[nodiscard]] nlohmann::ordered_json describe(ArimaModel const& model);
[[nodiscard]] nlohmann::ordered_json to_state(ArimaModel const& model);
/// @throws JobError if it is none of `to_state`
[[nodiscard]] ArimaModel from_state(nlohmann::ordered_json const& state);

} // namespace rankfold::learners::forecasting::box_jenkins
