#include "learners/forecasting/ets/fit.hpp"
#include "learners/forecasting/ets/fitted_model.hpp"
#include "learners/forecasting/forecasters.hpp"
#include <nlohmann/json.hpp>

/// The named special cases: `ses`, `holt` and `hw` of R's forecast. Each is one form of ets with estimated initial
/// states, whose parameters minimise the squared one-step errors.
namespace rankfold::learners::forecasting {

namespace {

using Type = job::HyperparameterInfo::Type;

job::LearnerInfo describe(std::string name, std::string summary, std::string source,
                          std::vector<job::HyperparameterInfo> hyperparameters) {
  job::LearnerInfo info;
  info.name = std::move(name);
  info.kinds = {job::DataKind::series};
  info.summary = std::move(summary);
  info.source = std::move(source);
  info.version = 2;
  info.hyperparameters = std::move(hyperparameters);
  return info;
}

job::HyperparameterInfo search_info() {
  job::HyperparameterInfo info{
      "search", Type::text, "simplex",
      "simplex: the reference's search, the same forecasts; global: the smallest squared errors"};
  info.choices = {"simplex", "global"};
  return info;
}

job::HyperparameterInfo damped_info() { return {"damped", Type::boolean, false, "whether the trend levels off"}; }

job::HyperparameterInfo seasonal_info() {
  job::HyperparameterInfo info{"seasonal", Type::text, "additive", "how the season enters"};
  info.choices = {"additive", "multiplicative"};
  return info;
}

/// One form of ets, chosen by the hyperparameters.
class SmoothingForecaster final : public Forecaster {
public:
  using Specify = smoothing::Specification (*)(Parameters const&);

  SmoothingForecaster(job::LearnerInfo info, Specify specify) : info_{std::move(info)}, specify_{specify} {}

  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> values,
                                                      Parameters const& parameters) const override {
    return std::make_unique<smoothing::FittedModel>(smoothing::fit(specify_(parameters), values));
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(nlohmann::ordered_json const& state) const override {
    return smoothing::restore_model(state);
  }

private:
  job::LearnerInfo info_;
  Specify specify_;
};

smoothing::Specification least_squares(std::string_view components, Parameters const& parameters) {
  smoothing::Specification wanted;
  set_components(wanted, components);
  auto const damped = parameters.find("damped");
  wanted.damped = damped != parameters.end() && damped->second.as_bool();
  wanted.search =
      parameters.at("search").as_text() == "global" ? smoothing::Search::global : smoothing::Search::simplex;
  wanted.objective = smoothing::Objective::squared_error;
  return wanted;
}

smoothing::Specification specify_ses(Parameters const& parameters) { return least_squares("ANN", parameters); }

smoothing::Specification specify_holt(Parameters const& parameters) { return least_squares("AAN", parameters); }

smoothing::Specification specify_holt_winters(Parameters const& parameters) {
  bool const multiplicative = parameters.at("seasonal").as_text() == "multiplicative";
  auto wanted = least_squares(multiplicative ? "MAM" : "AAA", parameters);
  wanted.season_length = static_cast<int>(parameters.at("season_length").as_integer());
  return wanted;
}

} // namespace

Forecaster const& ses() {
  static SmoothingForecaster const forecaster{
      describe("ses", "simple exponential smoothing: a level that follows the series",
               "Brown 1959; agrees with ses of R's forecast 8.20", {search_info()}),
      specify_ses};
  return forecaster;
}

Forecaster const& holt() {
  static SmoothingForecaster const forecaster{
      describe("holt", "Holt's linear trend",
               "Holt 1957; damped: Gardner & McKenzie 1985; agrees with holt of R's forecast 8.20",
               {damped_info(), search_info()}),
      specify_holt};
  return forecaster;
}

Forecaster const& holt_winters() {
  static SmoothingForecaster const forecaster{
      describe("holt_winters", "Holt and Winters' trend and season",
               "Winters 1960; agrees with hw of R's forecast 8.20",
               {{"season_length", Type::integer, 12, "observations in a season", 2, smoothing::max_period},
                seasonal_info(),
                damped_info(),
                search_info()}),
      specify_holt_winters};
  return forecaster;
}

} // namespace rankfold::learners::forecasting
