#pragma once

#include "learners/forecasting/tbats/search.hpp"
#include "learners/learner.hpp"
#include <span>

namespace rankfold::learners::forecasting::trigonometric {

/// A fitted model and where the series left it. States and lambda are of the values divided by `scale`.
struct Model {
  Form form;
  Weights weights;
  std::vector<double> states;
  double scale = 1;
  double sigma2 = 0; ///< of the transformed values: squared errors divided by their number
  double aic = 0;    ///< of the series in its own units
  int observed = 0;
  std::size_t gap = 0; ///< times from the last value to the end of the series
};

/// @param series NaN is missing. @throws FitError
[[nodiscard]] Model fit(std::span<double const> series, Options options);

[[nodiscard]] Forecast forecast(Model const& model, int horizon, std::span<double const> levels);

} // namespace rankfold::learners::forecasting::trigonometric
