#pragma once

#include "learners/forecasting/ets/known_minima.hpp"
#include "learners/forecasting/ets/model.hpp"
#include "learners/learner.hpp"

namespace rankfold::learners::forecasting::smoothing {

/// A fitted model as a forecaster. Intervals are normal ones, from `forecast_variances`.
class FittedModel final : public FittedForecaster {
public:
  explicit FittedModel(Model model, KnownMinima known = {}) : model_{std::move(model)}, known_{std::move(known)} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override;
  [[nodiscard]] nlohmann::ordered_json describe() const override;
  [[nodiscard]] nlohmann::ordered_json state() const override;

  /// For a search on more values. They are no part of the state: a restored model knows none.
  [[nodiscard]] KnownMinima const& known_minima() const { return known_; }

private:
  Model model_;
  KnownMinima known_;
};

/// @throws JobError if `state` was not made by `FittedModel::state`.
[[nodiscard]] std::unique_ptr<FittedForecaster> restore_model(nlohmann::ordered_json const& state);

} // namespace rankfold::learners::forecasting::smoothing
