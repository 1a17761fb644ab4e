#pragma once

#include "learners/forecasting/arima/arima_model.hpp"
#include "learners/forecasting/arima/auto_options.hpp"
#include <span>

namespace rankfold::learners::forecasting::box_jenkins {

/// Chooses the differences by unit root tests and the orders by an information criterion (Hyndman & Khandakar 2008),
/// and fits the model chosen. @param values NaN is missing. @throws FitError
[[nodiscard]] ArimaModel choose_arima(std::span<double const> values, AutoOptions const& options);

} // namespace rankfold::learners::forecasting::box_jenkins
