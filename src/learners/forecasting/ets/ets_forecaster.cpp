#include "learners/forecasting/ets/fit.hpp"
#include "learners/forecasting/ets/fitted_model.hpp"
#include "learners/forecasting/forecasters.hpp"
#include <nlohmann/json.hpp>

namespace rankfold::learners::forecasting {

namespace {

using Type = job::HyperparameterInfo::Type;

job::HyperparameterInfo smoothing_parameter(std::string name, std::string description, double lowest, double highest) {
  return {std::move(name), Type::real, "auto", description + " (auto: estimated)", lowest, highest, {"auto"}};
}

job::HyperparameterInfo choice(std::string name, std::string description, std::vector<std::string> choices) {
  job::HyperparameterInfo info{std::move(name), Type::text, choices.front(), std::move(description)};
  info.choices = std::move(choices);
  return info;
}

job::LearnerInfo describe_ets() {
  job::LearnerInfo info;
  info.name = "ets";
  info.kinds = {job::DataKind::series};
  info.summary = "exponential smoothing in state space form, components given or chosen by an information criterion";
  info.source = "Hyndman, Koehler, Ord & Snyder 2008; Hyndman & Khandakar 2008; agrees with ets of R's forecast 8.20";
  info.version = 2;
  info.warm_starts = true;
  info.hyperparameters = {
      choice("model", "error (A, M, Z), trend and season (N, A, M, Z); Z is chosen", smoothing::component_names()),
      {"season_length", Type::integer, 1,
       "observations in a season; above 24 only forms without season are chosen from", 1, 1e6},
      {"damped", Type::boolean, "auto", "whether a trend is damped (auto: chosen)", 0, 1, {"auto"}},
      choice("ic", "the information criterion that chooses", {"aicc", "aic", "bic"}),
      choice("bounds", "region of the smoothing parameters: usual (between 0 and 1), admissible, or both",
             {"both", "usual", "admissible"}),
      {"restrict", Type::boolean, true, "leave out forms whose forecasts have infinite variance"},
      {"allow_multiplicative_trend", Type::boolean, false, "let a chosen trend be multiplicative"},
      smoothing_parameter("alpha", "smoothing of the level", 0.0, 1.0),
      smoothing_parameter("beta", "smoothing of the trend, at most alpha", 0.0, 1.0),
      smoothing_parameter("gamma", "smoothing of the season, at most 1 - alpha", 0.0, 1.0),
      smoothing_parameter("phi", "damping of the trend", 0.0, 1.0),
  };
  return info;
}

std::optional<double> given_number(Value const& value) {
  return value.is_number() ? std::optional{value.as_real()} : std::nullopt;
}

smoothing::InformationCriterion criterion_of(std::string const& name) {
  using enum smoothing::InformationCriterion;
  return name == "aic" ? aic : name == "bic" ? bic : aicc;
}

smoothing::Bounds bounds_of(std::string const& name) {
  using enum smoothing::Bounds;
  return name == "usual" ? usual : name == "admissible" ? admissible : both;
}

smoothing::Specification specification_from(Parameters const& parameters) {
  smoothing::Specification wanted;
  set_components(wanted, parameters.at("model").as_text());
  wanted.season_length = static_cast<int>(parameters.at("season_length").as_integer());
  if (auto const& damped = parameters.at("damped"); damped.is_bool()) wanted.damped = damped.as_bool();
  wanted.criterion = criterion_of(parameters.at("ic").as_text());
  wanted.limits.bounds = bounds_of(parameters.at("bounds").as_text());
  wanted.restricted = parameters.at("restrict").as_bool();
  wanted.multiplicative_trends = parameters.at("allow_multiplicative_trend").as_bool();
  wanted.given = {given_number(parameters.at("alpha")), given_number(parameters.at("beta")),
                  given_number(parameters.at("gamma")), given_number(parameters.at("phi"))};
  return wanted;
}

class EtsForecaster final : public Forecaster {
public:
  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> values,
                                                      Parameters const& parameters) const override {
    return fit_from({}, values, parameters);
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit_after(FittedForecaster const& previous,
                                                            std::span<double const> values,
                                                            Parameters const& parameters) const override {
    return fit_from(dynamic_cast<smoothing::FittedModel const&>(previous).known_minima(), values, parameters);
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(nlohmann::ordered_json const& state) const override {
    return smoothing::restore_model(state);
  }

private:
  static std::unique_ptr<FittedForecaster> fit_from(smoothing::KnownMinima known, std::span<double const> values,
                                                    Parameters const& parameters) {
    auto model = smoothing::fit(specification_from(parameters), values, known);
    return std::make_unique<smoothing::FittedModel>(std::move(model), std::move(known));
  }

  job::LearnerInfo const info_ = describe_ets();
};

} // namespace

Forecaster const& ets() {
  static EtsForecaster const forecaster;
  return forecaster;
}

} // namespace rankfold::learners::forecasting
