#pragma once

#include "learners/forecasting/arima/arima_model.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

enum class Method {
  ml,     ///< exact likelihood
  css_ml, ///< exact likelihood, started from the conditional sum of squares
  css     ///< conditional sum of squares
};

struct FittedOrder {
  ArimaModel model;
  std::vector<double> optimum; ///< variables of ArmaObjective; empty where a fit to more values cannot start from it
};

/// Fits one order. Missing values are integrated out (exact likelihood only).
/// @param optimum of a fit of the same order to the first of the same values; may be empty. @throws FitError
[[nodiscard]] FittedOrder fit_arima(std::span<double const> values, Order const& order, Regression regression,
                                    Method method, std::vector<double> const& optimum = {});

} // namespace rankfold::learners::forecasting::box_jenkins
