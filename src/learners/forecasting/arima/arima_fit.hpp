#pragma once

#include "learners/forecasting/arima/arima_model.hpp"
#include <span>

namespace rankfold::learners::forecasting::box_jenkins {

enum class Method {
  ml,     ///< exact likelihood
  css_ml, ///< exact likelihood, started from the conditional sum of squares
  css     ///< conditional sum of squares
};

/// Fits one order. Missing values are integrated out (exact likelihood only). @throws FitError
[[nodiscard]] ArimaModel fit_arima(std::span<double const> values, Order const& order, Regression regression,
                                   Method method);

} // namespace rankfold::learners::forecasting::box_jenkins
