#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/normal_intervals.hpp"
#include "learners/forecasting/simple/theta_season.hpp"
#include "learners/forecasting/simple/theta_standard.hpp"
#include "learners/forecasting/simple/theta_states.hpp"
#include "learners/forecasting/state_json.hpp"
#include <variant>

/// The standard method of theta_standard.hpp, and the models of theta_states.hpp.
namespace rankfold::learners::forecasting {

namespace {

using Json = nlohmann::ordered_json;
using Values = std::vector<double>;

using Core = std::variant<StandardTheta, ThetaStates>;

Core fit_core(Values const& values, std::string const& variant) {
  using enum ThetaStates::Line;
  using enum ThetaCoefficient;
  if (variant == "standard") return fit_standard_theta(values);
  if (variant == "optimised") return fit_theta_states(values, fixed, estimated);
  if (variant == "dynamic") return fit_theta_states(values, dynamic, two);
  auto moving = fit_theta_states(values, dynamic, estimated);
  if (variant == "dynamic_optimised") return moving;
  auto still = fit_theta_states(values, fixed, estimated); // models with theta = 2 are special cases of these two
  return moving.sigma2 < still.sigma2 ? moving : still;
}

/// The season enters the means, and the variances as it does the values; but those of the standard method are R's,
/// without it.
ThetaPath with_season(ThetaPath path, Values const& season, bool in_variances) {
  for (std::size_t i = 0; i < path.means.size() && !season.empty(); ++i) {
    double const factor = season[i % season.size()];
    path.means[i] *= factor;
    if (in_variances) path.variances[i] *= factor * factor;
  }
  return path;
}

ThetaPath path_of(StandardTheta const& model, Values const& season, int steps) {
  return with_season(forecast_standard_theta(model, steps), season, false);
}

ThetaPath path_of(ThetaStates const& model, Values const& season, int steps) {
  return with_season(forecast_theta_states(model, steps), season, true);
}

Json state_of(StandardTheta const& model) {
  return {{"alpha", model.alpha},
          {"level", model.level},
          {"drift", model.drift},
          {"sigma2", model.sigma2},
          {"n_used", model.n_used}};
}

Json state_of(ThetaStates const& model) {
  return {{"alpha", model.alpha},     {"weight", model.weight},
          {"level", model.level},     {"dynamic", model.line == ThetaStates::Line::dynamic},
          {"mean", model.trend.mean}, {"slope", model.trend.slope},
          {"sigma2", model.sigma2},   {"n_used", model.n_used}};
}

Core core_from(Json const& state) {
  double const alpha = real_from(state.at("alpha")), level = real_from(state.at("level")),
               sigma2 = real_from(state.at("sigma2"));
  int const n_used = static_cast<int>(count_from(state.at("n_used")));
  if (state.contains("drift")) return StandardTheta{alpha, level, real_from(state.at("drift")), sigma2, n_used};
  auto const line = state.at("dynamic").get<bool>() ? ThetaStates::Line::dynamic : ThetaStates::Line::fixed;
  return ThetaStates{
      line,   alpha, real_from(state.at("weight")), level, {real_from(state.at("mean")), real_from(state.at("slope"))},
      n_used, sigma2};
}

Json description_of(StandardTheta const& model) { return state_of(model); }

Json description_of(ThetaStates const& model) {
  return {{"line", model.line == ThetaStates::Line::dynamic ? "dynamic" : "fixed"},
          {"theta", model.theta()},
          {"alpha", model.alpha},
          {"level", model.level},
          {"slope", model.trend.slope},
          {"sigma2", model.sigma2},
          {"n_used", model.n_used}};
}

class FittedTheta final : public FittedForecaster {
public:
  FittedTheta(Core core, Values season, int gap) : core_{core}, season_{std::move(season)}, gap_{gap} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override {
    auto const path = std::visit([&](auto const& model) { return path_of(model, season_, gap_ + horizon); }, core_);
    Forecast result{{path.means.begin() + gap_, path.means.end()}, {}};
    add_normal_intervals(result, std::span{path.variances}.subspan(static_cast<std::size_t>(gap_)), levels);
    return result;
  }

  [[nodiscard]] Json describe() const override {
    auto out = std::visit([](auto const& model) { return description_of(model); }, core_);
    out["seasonal"] = !season_.empty();
    return out;
  }

  [[nodiscard]] Json state() const override {
    auto out = std::visit([](auto const& model) { return state_of(model); }, core_);
    out["gap"] = gap_;
    out["season"] = season_;
    return out;
  }

private:
  Core core_;
  Values season_; ///< factors from the next step on; empty: not seasonal
  int gap_;       ///< positions from the last value used to the end of the series
};

class ThetaForecaster final : public Forecaster {
public:
  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> series,
                                                      Parameters const& parameters) const override {
    auto seen = deseasonalise(series, static_cast<std::size_t>(parameters.at("season_length").as_integer()));
    auto const core = fit_core(seen.values, parameters.at("variant").as_text());
    return std::make_unique<FittedTheta>(core, std::move(seen.season), seen.gap);
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(Json const& state) const override {
    return restore_from(info_.name, [&] {
      return std::make_unique<FittedTheta>(core_from(state), reals_from(state.at("season")),
                                           static_cast<int>(count_from(state.at("gap"))));
    });
  }

private:
  static job::LearnerInfo describe_learner() {
    job::LearnerInfo info;
    info.name = "theta";
    info.kinds = {job::DataKind::series};
    info.summary = "simple exponential smoothing with half the slope of the trend, season taken out where there is one";
    info.source = "Assimakopoulos & Nikolopoulos 2000; Hyndman & Billah 2003; agrees with thetaf of R's forecast 8.20; "
                  "other variants: Fiorucci et al. 2016";
    info.hyperparameters = {{.name = "season_length",
                             .type = job::HyperparameterInfo::Type::integer,
                             .default_value = 1,
                             .description = "observations in a season",
                             .minimum = 1,
                             .maximum = 1e6},
                            {.name = "variant",
                             .type = job::HyperparameterInfo::Type::text,
                             .default_value = "standard",
                             .description = "optimised: theta estimated; dynamic: the trend line of the values before "
                                            "each; auto: the best of these by squared errors",
                             .choices = {"standard", "optimised", "dynamic", "dynamic_optimised", "auto"}}};
    return info;
  }

  job::LearnerInfo const info_ = describe_learner();
};

} // namespace

Forecaster const& theta() {
  static ThetaForecaster const forecaster;
  return forecaster;
}

} // namespace rankfold::learners::forecasting
