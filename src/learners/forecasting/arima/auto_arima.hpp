#pragma once

#include "learners/forecasting/arima/arima_model.hpp"
#include "learners/forecasting/arima/auto_options.hpp"
#include "learners/forecasting/arima/order_findings.hpp"
#include <span>

namespace rankfold::learners::forecasting::box_jenkins {

struct ChosenArima {
  ArimaModel model;
  OrderFindings findings; ///< none where there was no search, or none that one for more values could start from
};

/// Chooses the differences by unit root tests and the orders by an information criterion (Hyndman & Khandakar 2008),
/// and fits the model chosen.
/// @param values NaN is missing. @param earlier found in the first of the same values with the same options
/// @throws FitError
[[nodiscard]] ChosenArima choose_arima(std::span<double const> values, AutoOptions const& options,
                                       OrderFindings const& earlier = {});

} // namespace rankfold::learners::forecasting::box_jenkins
