#pragma once

#include "learners/forecasting/ets/model.hpp"
#include "learners/learner.hpp"

namespace rankfold::learners::forecasting::smoothing {

/// A fitted model as a forecaster. Intervals are normal ones, from `forecast_variances`.
class FittedModel final : public FittedForecaster {
public:
  explicit FittedModel(Model model) : model_{std::move(model)} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override;
  [[nodiscard]] nlohmann::ordered_json describe() const override;
  [[nodiscard]] nlohmann::ordered_json state() const override;

private:
  Model model_;
};

/// @throws JobError if `state` was not made by `FittedModel::state`.
[[nodiscard]] std::unique_ptr<FittedForecaster> restore_model(nlohmann::ordered_json const& state);

} // namespace rankfold::learners::forecasting::smoothing
