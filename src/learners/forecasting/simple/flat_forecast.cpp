#include "learners/forecasting/simple/flat_forecast.hpp"

#include "learners/forecasting/normal_intervals.hpp"
#include "learners/forecasting/state_json.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting {
namespace {

using Json = nlohmann::ordered_json;

void raise_to_zero(std::vector<double>& limits) {
  for (double& limit : limits) limit = std::isnan(limit) ? limit : std::max(limit, 0.0);
}

class FittedFlat final : public FittedForecaster {
public:
  explicit FittedFlat(FlatForecast forecast) : model_{std::move(forecast)} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override {
    auto const steps = static_cast<std::size_t>(horizon);
    Forecast out{std::vector<double>(steps, model_.mean), {}};
    add_normal_intervals(out, std::vector<double>(steps, model_.variance), levels);
    if (model_.range == FlatForecast::Range::any) return out;
    for (auto& interval : out.intervals) raise_to_zero(interval.lower);
    return out;
  }

  [[nodiscard]] Json describe() const override {
    auto out = model_.description;
    out["mean"] = model_.mean;
    out["sigma2"] = model_.variance;
    return out;
  }

  [[nodiscard]] Json state() const override {
    return {{"mean", model_.mean},
            {"variance", model_.variance},
            {"not_negative", model_.range == FlatForecast::Range::not_negative},
            {"description", model_.description}};
  }

private:
  FlatForecast model_;
};

} // namespace

std::unique_ptr<FittedForecaster> FlatForecaster::fit(std::span<double const> series,
                                                      Parameters const& parameters) const {
  auto model = fit_(series, parameters);
  if (!std::isfinite(model.mean)) throw FitError{"the values are too large for a mean"};
  return std::make_unique<FittedFlat>(std::move(model));
}

std::unique_ptr<FittedForecaster> FlatForecaster::restore(Json const& state) const {
  return restore_from(info_.name, [&] {
    bool const not_negative = state.at("not_negative").get<bool>();
    FlatForecast model{state.at("mean").get<double>(), real_from(state.at("variance")),
                       not_negative ? FlatForecast::Range::not_negative : FlatForecast::Range::any,
                       state.at("description")};
    if (!model.description.is_object()) throw JobError{"its description is no object"};
    return std::make_unique<FittedFlat>(std::move(model));
  });
}

} // namespace rankfold::learners::forecasting
