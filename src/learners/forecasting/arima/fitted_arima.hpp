#pragma once

#include "learners/forecasting/arima/arima_model.hpp"
#include "learners/learner.hpp"
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {

class FittedArima : public FittedForecaster {
public:
  explicit FittedArima(ArimaModel model) : model_{std::move(model)} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override {
    return box_jenkins::forecast(model_, horizon, levels);
  }
  [[nodiscard]] nlohmann::ordered_json describe() const override;
  [[nodiscard]] nlohmann::ordered_json state() const override;

private:
  ArimaModel model_;
};

} // namespace rankfold::learners::forecasting::box_jenkins
