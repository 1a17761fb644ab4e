#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/quantile.hpp"
#include "learners/forecasting/state_json.hpp"
#include "support/error.hpp"
#include <cmath>
#include <nlohmann/json.hpp>

namespace rankfold::learners::forecasting {
namespace {

/// Independent normal values of one mean and variance.
struct MeanModel {
  double mean = 0;
  double deviation = 0; ///< standard, n - 1 in the denominator; NaN for a single value, or where it is too large
  double values = 0;    ///< n, how many there were
};

MeanModel estimate(std::span<double const> values) {
  MeanModel model;
  double squares = 0; // of the distances from the mean so far (Welford 1962)
  for (double const value : values) {
    if (std::isnan(value)) continue;
    model.values += 1;
    double const distance = value - model.mean;
    model.mean += distance / model.values;
    squares += distance * (value - model.mean);
  }
  if (model.values == 0) throw FitError{"all values are missing"};
  if (!std::isfinite(model.mean)) throw FitError{"the values are too large for a mean"};
  model.deviation = model.values > 1 && std::isfinite(squares) ? std::sqrt(squares / (model.values - 1)) : std::nan("");
  return model;
}

class FittedMean final : public FittedForecaster {
public:
  explicit FittedMean(MeanModel model) : model_{model} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override {
    auto const steps = static_cast<std::size_t>(horizon);
    Forecast out{std::vector<double>(steps, model_.mean), {}};
    for (double const level : levels) {
      double const reach =
          student_reach(level, model_.values - 1) * model_.deviation * std::sqrt(1 + 1 / model_.values);
      out.intervals.push_back(
          {level, std::vector<double>(steps, model_.mean - reach), std::vector<double>(steps, model_.mean + reach)});
    }
    return out;
  }

  [[nodiscard]] nlohmann::ordered_json describe() const override {
    return {{"mean", model_.mean}, {"sigma2", model_.deviation * model_.deviation}};
  }

  [[nodiscard]] nlohmann::ordered_json state() const override {
    return {{"mean", model_.mean}, {"deviation", model_.deviation}, {"values", model_.values}};
  }

private:
  MeanModel model_;
};

class MeanForecaster final : public Forecaster {
public:
  MeanForecaster() {
    info_.name = "mean";
    info_.kinds = {job::DataKind::series};
    info_.summary = "forecasts the mean of all values";
    info_.source = "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. (2021), sections 5.2 and "
                   "5.5; R forecast 8.20, meanf()";
  }

  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> values,
                                                      Parameters const&) const override {
    return std::make_unique<FittedMean>(estimate(values));
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(nlohmann::ordered_json const& state) const override {
    return restore_from(info_.name, [&] {
      return std::make_unique<FittedMean>(
          MeanModel{real_from(state.at("mean")), real_from(state.at("deviation")), real_from(state.at("values"))});
    });
  }

private:
  job::LearnerInfo info_;
};

} // namespace

Forecaster const& mean() {
  static MeanForecaster const forecaster;
  return forecaster;
}

} // namespace rankfold::learners::forecasting
