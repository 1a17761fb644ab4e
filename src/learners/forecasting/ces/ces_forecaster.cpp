#include "learners/forecasting/ces/fit.hpp"
#include "learners/forecasting/ces/recursion.hpp"
#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/innovations/runs.hpp"
#include "learners/forecasting/normal_intervals.hpp"
#include "learners/forecasting/state_json.hpp"
#include <algorithm>
#include <array>
#include <cmath>

namespace rankfold::learners::forecasting {

namespace {

using namespace complex_smoothing;
using Type = job::HyperparameterInfo::Type;
using Json = nlohmann::ordered_json;

constexpr std::array names{"none", "simple", "partial", "full"};

char const* name_of(Seasonality seasonality) { return names[static_cast<std::size_t>(seasonality)]; }

Seasonality seasonality_of(std::string const& name) {
  auto const found = std::ranges::find(names, name);
  if (found == names.end()) throw JobError{fmt::format("there is no seasonality '{}'", name)};
  return static_cast<Seasonality>(found - names.begin());
}

Recursion recursion_of(Model const& model) { return {channels_of(model.seasonality, model.period, model.weights), 1}; }

Json weight(ComplexWeight const& w) { return Json::array({w.real, w.imaginary}); }

ComplexWeight weight_from(Json const& pair) { return {pair.at(0).get<double>(), pair.at(1).get<double>()}; }

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

class FittedCes final : public FittedForecaster {
public:
  explicit FittedCes(Model model) : model_{std::move(model)} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override {
    std::size_t const steps = model_.gap + static_cast<std::size_t>(horizon);
    auto recursion = recursion_of(model_), at_rest = recursion_of(model_);
    recursion.resume(model_.states, model_.length);
    auto const means = innovations::run_on(recursion, steps);
    Forecast result{{means.begin() + static_cast<std::ptrdiff_t>(model_.gap), means.end()}, {}};
    auto variances = innovations::relative_variances(at_rest, steps);
    for (double& variance : variances) variance *= model_.sigma2;
    add_normal_intervals(result, std::span{variances}.subspan(model_.gap), levels);
    return result;
  }

  [[nodiscard]] Json describe() const override {
    auto const& [alpha, beta] = model_.weights;
    Json out{{"seasonality", name_of(model_.seasonality)}, {"period", model_.period}, {"alpha", weight(alpha)}};
    if (model_.seasonality == Seasonality::partial) out["beta"] = beta.real;
    if (model_.seasonality == Seasonality::full) out["beta"] = weight(beta);
    out["sigma2"] = number(model_.sigma2);
    out["loglik"] = number(model_.loglik);
    out["aic"] = number(model_.aic());
    out["aicc"] = number(model_.aicc());
    out["bic"] = number(model_.bic());
    out["n_used"] = model_.observed;
    out["n_par"] = model_.estimated + 1;
    return out;
  }

  [[nodiscard]] Json state() const override {
    return {{"seasonality", name_of(model_.seasonality)},
            {"period", model_.period},
            {"alpha", weight(model_.weights.alpha)},
            {"beta", weight(model_.weights.beta)},
            {"states", model_.states},
            {"length", model_.length},
            {"gap", model_.gap},
            {"observed", model_.observed},
            {"estimated", model_.estimated},
            {"sigma2", model_.sigma2},
            {"loglik", model_.loglik}};
  }

private:
  Model model_;
};

Model model_from(Json const& state) {
  Model model;
  model.seasonality = seasonality_of(state.at("seasonality").get<std::string>());
  model.period = count_from(state.at("period"));
  model.weights = {weight_from(state.at("alpha")), weight_from(state.at("beta"))};
  model.states = reals_from(state.at("states"));
  model.length = count_from(state.at("length"));
  model.gap = count_from(state.at("gap"));
  model.observed = static_cast<int>(count_from(state.at("observed")));
  model.estimated = static_cast<int>(count_from(state.at("estimated")));
  model.sigma2 = real_from(state.at("sigma2"));
  model.loglik = real_from(state.at("loglik"));
  std::size_t expected = 0;
  if (model.period > 0 && model.period <= model.states.size()) {
    for (auto const& channel : channels_of(model.seasonality, model.period, {})) expected += channel.state_count();
  }
  if (expected != model.states.size() || expected == 0) throw JobError{"the states do not belong to the form"};
  return model;
}

Specification specification_from(Parameters const& parameters) {
  using enum smoothing::InformationCriterion;
  auto const& model = parameters.at("model").as_text();
  auto const& ic = parameters.at("ic").as_text();
  Specification wanted;
  if (model != "auto") wanted.seasonality = seasonality_of(model);
  wanted.period = static_cast<std::size_t>(parameters.at("season_length").as_integer());
  wanted.criterion = ic == "aic" ? aic : ic == "bic" ? bic : aicc;
  return wanted;
}

class CesForecaster final : public Forecaster {
public:
  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> values,
                                                      Parameters const& parameters) const override {
    return std::make_unique<FittedCes>(complex_smoothing::fit(values, specification_from(parameters)));
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(Json const& state) const override {
    return restore_from(info_.name, [&] { return std::make_unique<FittedCes>(model_from(state)); });
  }

private:
  static job::LearnerInfo describe_learner() {
    job::LearnerInfo info;
    info.name = "ces";
    info.kinds = {job::DataKind::series};
    info.summary = "complex exponential smoothing: level and trend in one, with a complex weight";
    info.source = "Svetunkov, Kourentzes & Ord 2022, Naval Research Logistics 69(8); first states by least squares";
    info.hyperparameters = {{"season_length", Type::integer, 1,
                             "observations in a season; above 24 only none and simple are chosen from", 1, 1e6},
                            {"model", Type::text, "auto", "the seasonality (auto: chosen)"},
                            {"ic", Type::text, "aicc", "the information criterion that chooses"}};
    info.hyperparameters[1].choices = {"auto", "none", "simple", "partial", "full"};
    info.hyperparameters[2].choices = {"aicc", "aic", "bic"};
    return info;
  }

  job::LearnerInfo const info_ = describe_learner();
};

} // namespace

Forecaster const& ces() {
  static CesForecaster const forecaster;
  return forecaster;
}

} // namespace rankfold::learners::forecasting
