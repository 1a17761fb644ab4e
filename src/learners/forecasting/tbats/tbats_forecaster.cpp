#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/state_json.hpp"
#include "learners/forecasting/tbats/model.hpp"
#include <algorithm>

namespace rankfold::learners::forecasting {

namespace {

using namespace trigonometric;
using Type = job::HyperparameterInfo::Type;
using Json = nlohmann::ordered_json;

Json seasons_json(Form const& form) {
  Json list = Json::array();
  for (auto const& [period, harmonics] : form.seasons) list.push_back({{"period", period}, {"harmonics", harmonics}});
  return list;
}

Json weights_json(Form const& form, Weights const& weights) {
  Json out;
  if (form.box_cox) out["lambda"] = weights.lambda;
  out["alpha"] = weights.alpha;
  if (form.trend) out["beta"] = weights.beta;
  if (form.damped) out["phi"] = weights.phi;
  out["gamma1"] = weights.gamma1;
  out["gamma2"] = weights.gamma2;
  out["ar"] = weights.ar;
  out["ma"] = weights.ma;
  return out;
}

Form form_from(Json const& state) {
  auto const& weights = state.at("weights");
  Form form{weights.contains("lambda"), weights.contains("beta"), weights.contains("phi"), {}};
  for (auto const& season : state.at("seasons")) {
    form.seasons.push_back({season.at("period").get<double>(), static_cast<int>(count_from(season.at("harmonics")))});
    auto const [period, harmonics] = form.seasons.back();
    if (!(period > 1) || harmonics < 1 || harmonics > period) throw JobError{"there is no such season"};
  }
  form.p = weights.at("ar").size();
  form.q = weights.at("ma").size();
  return form;
}

Weights weights_from(Json const& json) {
  auto const number = [&](char const* name, double neutral) {
    return json.contains(name) ? json[name].get<double>() : neutral;
  };
  return {number("lambda", 1),       json.at("alpha").get<double>(), number("beta", 0),
          number("phi", 1),          reals_from(json.at("gamma1")),  reals_from(json.at("gamma2")),
          reals_from(json.at("ar")), reals_from(json.at("ma"))};
}

Model model_from(Json const& state) {
  Model model;
  model.form = form_from(state);
  model.weights = weights_from(state.at("weights"));
  model.states = reals_from(state.at("states"));
  model.scale = state.at("scale").get<double>();
  model.sigma2 = real_from(state.at("sigma2"));
  model.aic = real_from(state.at("aic"));
  model.observed = state.at("observed").get<int>();
  model.gap = count_from(state.at("gap"));
  std::size_t const seasons = model.form.seasons.size();
  if (model.states.size() != model.form.states() || model.weights.gamma1.size() != seasons ||
      model.weights.gamma2.size() != seasons) {
    throw JobError{"the states do not belong to the form"};
  }
  return model;
}

class FittedTbats final : public FittedForecaster {
public:
  explicit FittedTbats(Model model) : model_{std::move(model)} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override {
    return trigonometric::forecast(model_, horizon, levels);
  }

  [[nodiscard]] Json describe() const override {
    auto const& form = model_.form;
    Json out{{"box_cox", form.box_cox},       {"trend", form.trend}, {"damped", form.damped},
             {"seasons", seasons_json(form)}, {"p", form.p},         {"q", form.q}};
    out.update(weights_json(form, model_.weights));
    double const power = form.box_cox ? model_.weights.lambda : 1.0;
    out["sigma2"] = model_.sigma2 * std::pow(model_.scale, 2 * power);
    out["aic"] = model_.aic;
    out["n_used"] = model_.observed;
    out["n_par"] = form.parameters();
    return out;
  }

  [[nodiscard]] Json state() const override {
    return {{"seasons", seasons_json(model_.form)},
            {"weights", weights_json(model_.form, model_.weights)},
            {"states", model_.states},
            {"scale", model_.scale},
            {"sigma2", model_.sigma2},
            {"aic", model_.aic},
            {"observed", model_.observed},
            {"gap", model_.gap}};
  }

private:
  Model model_;
};

std::optional<bool> given_flag(Value const& value) {
  return value.is_bool() ? std::optional{value.as_bool()} : std::nullopt;
}

Options options_from(Parameters const& parameters) {
  Options options{given_flag(parameters.at("box_cox")),
                  given_flag(parameters.at("trend")),
                  given_flag(parameters.at("damped")),
                  parameters.at("arma_errors").as_bool(),
                  {}};
  for (auto const& period : parameters.at("season_lengths").as_list()) options.periods.push_back(period.as_real());
  if (options.trend == false && options.damped == true) throw FitError{"a damped trend is asked for, but no trend"};
  return options;
}

class TbatsForecaster final : public Forecaster {
public:
  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> values,
                                                      Parameters const& parameters) const override {
    return std::make_unique<FittedTbats>(trigonometric::fit(values, options_from(parameters)));
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(Json const& state) const override {
    return restore_from(info_.name, [&] { return std::make_unique<FittedTbats>(model_from(state)); });
  }

private:
  static job::LearnerInfo describe_learner() {
    job::LearnerInfo info;
    info.name = "tbats";
    info.kinds = {job::DataKind::series};
    info.summary = "trigonometric seasons of any period, Box-Cox transform, trend and ARMA errors, chosen by AIC";
    info.source = "De Livera, Hyndman & Snyder 2011; as tbats of R's forecast 8.20";
    info.hyperparameters = {
        {"season_lengths", Type::real_list, ValueList{1.0}, "observations in each season, whole or not; 1 is none", 1,
         1e6},
        {"box_cox",
         Type::boolean,
         "auto",
         "transform the values, which must be positive (auto: chosen)",
         0,
         1,
         {"auto"}},
        {"trend", Type::boolean, "auto", "whether there is a trend (auto: chosen)", 0, 1, {"auto"}},
        {"damped", Type::boolean, "auto", "whether a trend levels off (auto: chosen)", 0, 1, {"auto"}},
        {"arma_errors", Type::boolean, true, "let errors be an ARMA process, orders chosen"}};
    return info;
  }

  job::LearnerInfo const info_ = describe_learner();
};

} // namespace

Forecaster const& tbats() {
  static TbatsForecaster const forecaster;
  return forecaster;
}

} // namespace rankfold::learners::forecasting
