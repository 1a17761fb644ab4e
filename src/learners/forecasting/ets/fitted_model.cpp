#include "learners/forecasting/ets/fitted_model.hpp"
#include "learners/forecasting/ets/prediction.hpp"
#include "learners/forecasting/ets/specification.hpp"
#include "learners/forecasting/normal_intervals.hpp"
#include "learners/forecasting/state_json.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace rankfold::learners::forecasting::smoothing {

namespace {

using Json = nlohmann::ordered_json;

/// What a form lacks, and what is not a finite number, is null.
Json number(double value, bool present = true) { return present && std::isfinite(value) ? Json(value) : Json(nullptr); }

/// Level, growth, then the seasons with the newest first and the one that is used next last: the reference's order.
Json states_as_list(Model const& model, States const& states) {
  Json list = Json::array({states.level});
  if (model.form.has_trend()) list.push_back(states.growth);
  if (model.form.has_season()) {
    for (auto j = static_cast<std::size_t>(model.period); j-- > 0;) list.push_back(states.season[j]);
  }
  return list;
}

States states_from_list(Form form, std::size_t period, Json const& list) {
  States states;
  std::size_t next = 0;
  states.level = list.at(next++).get<double>();
  if (form.has_trend()) states.growth = list.at(next++).get<double>();
  if (form.has_season()) {
    for (std::size_t j = period; j-- > 0;) states.season[j] = list.at(next++).get<double>();
  }
  return states;
}

Model model_from(Json const& state) {
  Specification names;
  set_components(names, state.at("components").get<std::string>());
  Model model;
  model.form = {names.error.value(), names.trend.value(), names.season.value(), state.at("damped").get<bool>()};
  model.period = std::clamp(state.at("period").get<int>(), 1, max_period);
  auto const number_of = [&](char const* name) { return state.at(name).get<double>(); };
  model.smoothing = {number_of("alpha"), number_of("beta"), number_of("gamma"), number_of("phi")};
  model.initial = states_from_list(model.form, static_cast<std::size_t>(model.period), state.at("initial_states"));
  model.last = states_from_list(model.form, static_cast<std::size_t>(model.period), state.at("states"));
  model.n_used = static_cast<int>(count_from(state.at("n_used")));
  model.n_estimated = static_cast<int>(count_from(state.at("n_estimated")));
  model.gap = static_cast<int>(count_from(state.at("gap")));
  model.sum_of_squares = number_of("sum_of_squares");
  model.mse = number_of("mse");
  model.loglik = state.at("loglik").is_null() ? std::numeric_limits<double>::infinity() : number_of("loglik");
  return model;
}

} // namespace

Forecast FittedModel::forecast(int horizon, std::span<double const> levels) const {
  Forecast result{point_forecasts(model_, horizon), {}};
  if (!levels.empty()) add_normal_intervals(result, forecast_variances(model_, horizon), levels);
  return result;
}

Json FittedModel::describe() const {
  auto const& [form, period, smoothing, initial, last, n_used, n_estimated, gap, squares, mse, loglik] = model_;
  return {{"components", components(form)},
          {"damped", form.damped},
          {"period", period},
          {"alpha", number(smoothing.alpha)},
          {"beta", number(smoothing.beta, form.has_trend())},
          {"gamma", number(smoothing.gamma, form.has_season())},
          {"phi", number(smoothing.phi, form.damped)},
          {"states", states_as_list(model_, last)},
          {"initial_states", states_as_list(model_, initial)},
          {"sigma2", number(model_.sigma2())},
          {"mse", number(mse)},
          {"loglik", number(loglik)},
          {"aic", number(model_.criterion(InformationCriterion::aic))},
          {"aicc", number(model_.criterion(InformationCriterion::aicc))},
          {"bic", number(model_.criterion(InformationCriterion::bic))},
          {"n_used", n_used},
          {"n_par", model_.parameter_count()}};
}

Json FittedModel::state() const {
  auto const& smoothing = model_.smoothing;
  return {{"components", components(model_.form)},
          {"damped", model_.form.damped},
          {"period", model_.period},
          {"alpha", smoothing.alpha},
          {"beta", smoothing.beta},
          {"gamma", smoothing.gamma},
          {"phi", smoothing.phi},
          {"initial_states", states_as_list(model_, model_.initial)},
          {"states", states_as_list(model_, model_.last)},
          {"n_used", model_.n_used},
          {"n_estimated", model_.n_estimated},
          {"gap", model_.gap},
          {"sum_of_squares", model_.sum_of_squares},
          {"mse", model_.mse},
          {"loglik", number(model_.loglik)}};
}

std::unique_ptr<FittedForecaster> restore_model(Json const& state) {
  try {
    return std::make_unique<FittedModel>(model_from(state));
  } catch (std::exception const& e) {
    throw JobError{fmt::format("this is no state of an exponential smoothing model: {}", e.what())};
  }
}

} // namespace rankfold::learners::forecasting::smoothing
