#include "learners/forecasting/arima/arima_model.hpp"
#include "learners/forecasting/arima/fitted_arima.hpp"
#include "learners/forecasting/state_json.hpp"
#include "support/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto state_format = "arima-1";

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json named_coefficients(ArimaModel const& model) {
  Json out = Json::object();
  auto const add = [&](char const* name, std::vector<double> const& values) {
    for (std::size_t j = 0; j < values.size(); ++j) out[fmt::format("{}{}", name, j + 1)] = number(values[j]);
  };
  add("ar", model.coefficients.ar);
  add("ma", model.coefficients.ma);
  add("sar", model.coefficients.sar);
  add("sma", model.coefficients.sma);
  if (model.regression.mean) out["intercept"] = number(model.mean);
  if (model.regression.drift) out["drift"] = number(model.drift);
  return out;
}

ArimaModel read(Json const& state) {
  ArimaModel model;
  auto const order = [&](std::size_t at) { return static_cast<int>(count_from(state.at("order").at(at))); };
  model.order = {order(0), order(1), order(2), order(3), order(4), order(5), order(6)};
  model.regression = {state.at("has_mean").get<bool>(), state.at("has_drift").get<bool>()};
  model.coefficients = {state.at("ar"), state.at("ma"), state.at("sar"), state.at("sma")};
  model.mean = state.at("mean");
  model.drift = state.at("drift");
  model.sigma2 = state.at("sigma2");
  auto const real = [&](char const* name) {
    return state.at(name).is_null() ? std::numeric_limits<double>::quiet_NaN() : state.at(name).get<double>();
  };
  model.loglik = real("loglik");
  model.aic = real("aic");
  model.aicc = real("aicc");
  model.bic = real("bic");
  model.length = count_from(state.at("length"));
  model.terms = count_from(state.at("terms"));
  if (!state.at("lambda").is_null()) model.lambda = state.at("lambda").get<double>();
  model.bias_adjusted = state.value("biasadj", false);
  model.method = state.at("method");
  model.state = state.at("state").get<std::vector<double>>();
  model.covariance = state.at("covariance").get<std::vector<double>>();
  return model;
}

bool is_consistent(ArimaModel const& model) {
  auto const& o = model.order;
  auto const has = [](std::vector<double> const& v, int n) {
    return n >= 0 && v.size() == static_cast<std::size_t>(n);
  };
  if (!has(model.coefficients.ar, o.p) || !has(model.coefficients.ma, o.q) || !has(model.coefficients.sar, o.P) ||
      !has(model.coefficients.sma, o.Q) || o.period < 1)
    return false;
  if (o.d > 4 || o.D > 2 || std::max(o.P, o.Q) > 100) return false; // before they are multiplied with the period
  std::size_t const size = static_cast<std::size_t>(o.state_size() + o.lost());
  return model.state.size() == size && (model.covariance.empty() || model.covariance.size() == size * size);
}

} // namespace

nlohmann::ordered_json describe(ArimaModel const& model) {
  auto const& o = model.order;
  Json out;
  out["order"] = {o.p, o.d, o.q};
  out["seasonal_order"] = {o.P, o.D, o.Q};
  out["period"] = o.period;
  out["mean"] = model.regression.mean;
  out["drift"] = model.regression.drift;
  out["method"] = model.method;
  if (model.lambda) out["lambda"] = *model.lambda;
  if (model.lambda) out["biasadj"] = model.bias_adjusted;
  out["coefficients"] = named_coefficients(model);
  out["sigma2"] = number(model.sigma2);
  out["loglik"] = number(model.loglik);
  out["aic"] = number(model.aic);
  out["aicc"] = number(model.aicc);
  out["bic"] = number(model.bic);
  return out;
}

nlohmann::ordered_json to_state(ArimaModel const& model) {
  auto const& o = model.order;
  Json out;
  out["format"] = state_format;
  out["order"] = {o.p, o.d, o.q, o.P, o.D, o.Q, o.period};
  out["has_mean"] = model.regression.mean;
  out["has_drift"] = model.regression.drift;
  out["ar"] = model.coefficients.ar;
  out["ma"] = model.coefficients.ma;
  out["sar"] = model.coefficients.sar;
  out["sma"] = model.coefficients.sma;
  out["mean"] = model.mean;
  out["drift"] = model.drift;
  out["sigma2"] = model.sigma2;
  out["loglik"] = number(model.loglik);
  out["aic"] = number(model.aic);
  out["aicc"] = number(model.aicc);
  out["bic"] = number(model.bic);
  out["length"] = model.length;
  out["terms"] = model.terms;
  out["lambda"] = model.lambda ? Json(*model.lambda) : Json(nullptr);
  out["biasadj"] = model.bias_adjusted;
  out["method"] = model.method;
  out["state"] = model.state;
  out["covariance"] = model.covariance;
  return out;
}

ArimaModel from_state(nlohmann::ordered_json const& state) {
  try {
    if (state.at("format") != state_format) throw JobError("a stored ARIMA model of another format");
    auto model = read(state);
    if (!is_consistent(model)) throw JobError("a stored ARIMA model with missing or superfluous parts");
    return model;
  } catch (nlohmann::json::exception const& error) {
    throw JobError(fmt::format("not a stored ARIMA model: {}", error.what()));
  }
}

nlohmann::ordered_json FittedArima::describe() const { return box_jenkins::describe(model_); }
nlohmann::ordered_json FittedArima::state() const { return to_state(model_); }

} // namespace rankfold::learners::forecasting::box_jenkins
