#include "learners/forecasting/ets/observations.hpp"
#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/simple/intermittent.hpp"
#include "learners/forecasting/state_json.hpp"

/// Croston's method (Oper. Res. Q. 23, 1972), its correction by Syntetos & Boylan (Int. J. Forecasting 21, 2005), and
/// the method of Teunter, Syntetos & Babai (Eur. J. Oper. Res. 214, 2011): a constant mean demand a period, without
/// intervals.
namespace rankfold::learners::forecasting {

namespace {

using Info = job::HyperparameterInfo;
using Json = nlohmann::ordered_json;

/// Mean demand a period = size * rate.
struct DemandModel {
  double size = 0.0;   ///< smoothed size of a demand
  double rate = 0.0;   ///< demands a period: the inverse of the smoothed interval, or the smoothed probability
  double factor = 1.0; ///< correction of the ratio's bias

  [[nodiscard]] double mean() const { return factor * size * rate; }
};

class FittedDemand final : public FittedForecaster {
public:
  explicit FittedDemand(DemandModel model) : model_{model} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const>) const override {
    return {std::vector<double>(static_cast<std::size_t>(horizon), model_.mean()), {}};
  }
  [[nodiscard]] Json describe() const override {
    return {{"demand_size", model_.size}, {"demands_per_period", model_.rate}, {"mean", model_.mean()}};
  }
  [[nodiscard]] Json state() const override {
    return {{"size", model_.size}, {"rate", model_.rate}, {"factor", model_.factor}};
  }

private:
  DemandModel model_;
};

class DemandForecaster final : public Forecaster {
public:
  using Fit = DemandModel (*)(std::span<double const>, Parameters const&);

  DemandForecaster(job::LearnerInfo info, Fit function) : info_{std::move(info)}, fit_{function} {}

  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> values,
                                                      Parameters const& parameters) const override {
    smoothing::Observations observed{values};
    observed.undo_scaling();
    return std::make_unique<FittedDemand>(fit_(observed.values, parameters));
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(Json const& state) const override {
    return restore_from(info_.name, [&] {
      return std::make_unique<FittedDemand>(
          DemandModel{real_from(state.at("size")), real_from(state.at("rate")), real_from(state.at("factor"))});
    });
  }

private:
  job::LearnerInfo info_;
  Fit fit_;
};

DemandModel fit_croston(std::span<double const> values, Parameters const& parameters) {
  Demands const demands{values};
  if (demands.sizes.empty()) return {};
  auto const& variant = parameters.at("variant").as_text();
  double const alpha = parameters.at("alpha").as_real();
  if (variant == "optimised") {
    double const size_weight = best_weight(demands.sizes, 0.1, 0.3);
    double const interval_weight = best_weight(demands.intervals, 0.1, 0.3);
    return {smoothed(demands.sizes, size_weight), 1.0 / smoothed(demands.intervals, interval_weight)};
  }
  return {smoothed(demands.sizes, alpha), 1.0 / smoothed(demands.intervals, alpha),
          variant == "sba" ? 1.0 - alpha / 2.0 : 1.0};
}

DemandModel fit_tsb(std::span<double const> values, Parameters const& parameters) {
  Demands const demands{values};
  if (demands.sizes.empty()) return {};
  std::vector<double> occurs(values.begin(), values.end());
  for (double& v : occurs) v = v > 0.0 ? 1.0 : 0.0;
  return {smoothed(demands.sizes, parameters.at("alpha_d").as_real()),
          smoothed(occurs, parameters.at("alpha_p").as_real())};
}

Info weight_info(std::string name, std::string description) {
  return {.name = std::move(name),
          .type = Info::Type::real,
          .default_value = 0.1,
          .description = std::move(description),
          .minimum = 0.0,
          .maximum = 1.0};
}

job::LearnerInfo info(std::string name, std::string summary, std::string source, std::vector<Info> hyperparameters) {
  job::LearnerInfo out;
  out.name = std::move(name);
  out.kinds = {job::DataKind::series};
  out.summary = std::move(summary);
  out.source = std::move(source);
  out.hyperparameters = std::move(hyperparameters);
  return out;
}

} // namespace

Forecaster const& croston() {
  static DemandForecaster const forecaster{
      info("croston", "intermittent demand: smoothed size over smoothed interval",
           "Croston 1972; sba: Syntetos & Boylan 2005; agrees with croston of R's forecast 8.20",
           {{.name = "variant",
             .type = Info::Type::text,
             .default_value = "classic",
             .description = "sba: corrected for bias; optimised: weights between 0.1 and 0.3 by squared errors",
             .choices = {"classic", "sba", "optimised"}},
            weight_info("alpha", "smoothing of sizes and intervals (not of optimised)")}),
      fit_croston};
  return forecaster;
}

Forecaster const& tsb() {
  static DemandForecaster const forecaster{info("tsb", "intermittent demand: smoothed size times smoothed probability",
                                                "Teunter, Syntetos & Babai 2011",
                                                {weight_info("alpha_d", "smoothing of the size of demands"),
                                                 weight_info("alpha_p", "smoothing of the probability of a demand")}),
                                           fit_tsb};
  return forecaster;
}

} // namespace rankfold::learners::forecasting
