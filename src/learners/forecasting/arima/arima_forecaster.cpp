#include "learners/forecasting/arima/arima_fit.hpp"
#include "learners/forecasting/arima/box_cox.hpp"
#include "learners/forecasting/arima/fitted_arima.hpp"
#include "learners/forecasting/arima/gaps.hpp"
#include "learners/forecasting/forecasters.hpp"
#include "support/error.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace rankfold::learners::forecasting {
namespace {

using namespace box_jenkins;
using Type = job::HyperparameterInfo::Type;

job::LearnerInfo make_info() {
  job::LearnerInfo info;
  info.name = "arima";
  info.version = 2;
  info.kinds = {job::DataKind::series};
  info.summary = "Seasonal ARIMA of a given order, with mean or drift";
  info.source = "Box & Jenkins (1970); figures agree with Arima of R's forecast package";
  info.hyperparameters = {
      {"order", Type::integer_list, ValueList{0, 0, 0}, "[p, d, q]", 0, 50},
      {"seasonal_order", Type::integer_list, ValueList{0, 0, 0}, "[P, D, Q], in steps of season_length", 0, 10},
      {"season_length", Type::integer, 1, "observations in a season", 1, 1000},
      {"mean", Type::boolean, true, "estimate a level; counts only where nothing is differenced"},
      {"drift", Type::boolean, false, "estimate a linear trend; counts only with at most one difference"},
      {"method",
       Type::text,
       "ml",
       "ml: exact likelihood; css-ml: the same, started from conditional sums of squares; "
       "css: conditional sum of squares",
       -HUGE_VAL,
       HUGE_VAL,
       {"ml", "css-ml", "css"}},
      {"lambda", Type::real, "none", "Box-Cox transform; auto: Guerrero's choice", -2, 2, {"none", "auto"}},
      {"biasadj", Type::boolean, false, "with a transform: forecast means rather than medians"},
  };
  return info;
}

std::array<int, 3> three(Value const& value, char const* name) {
  auto const& list = value.as_list();
  if (list.size() != 3) throw FitError(fmt::format("{} has {} numbers; it takes three", name, list.size()));
  return {static_cast<int>(list[0].as_integer()), static_cast<int>(list[1].as_integer()),
          static_cast<int>(list[2].as_integer())};
}

Order read_order(Parameters const& parameters) {
  auto const [p, d, q] = three(parameters.at("order"), "order");
  auto const [P, D, Q] = three(parameters.at("seasonal_order"), "seasonal_order");
  int const period = static_cast<int>(parameters.at("season_length").as_integer());
  if (period == 1 && P + D + Q > 0) throw FitError("a seasonal_order needs a season_length of at least 2");
  if (d > 4 || D > 2) throw FitError("more than four differences, or two seasonal ones");
  return {p, d, q, P, D, Q, period};
}

Method read_method(std::string const& name) {
  return name == "css" ? Method::css : name == "css-ml" ? Method::css_ml : Method::ml;
}

class ArimaForecaster final : public Forecaster {
public:
  job::LearnerInfo const& info() const override { return info_; }

  std::unique_ptr<FittedForecaster> fit(std::span<double const> values, Parameters const& parameters) const override {
    auto const order = read_order(parameters);
    auto observed = observed_part(values).values;
    auto const lambda = transform(observed, parameters.at("lambda"), order.period);
    auto const& method = parameters.at("method").as_text();
    auto model = fit_arima(observed, order, {parameters.at("mean").as_bool(), parameters.at("drift").as_bool()},
                           read_method(method));
    model.method = method;
    model.lambda = lambda;
    model.bias_adjusted = parameters.at("biasadj").as_bool();
    return std::make_unique<FittedArima>(std::move(model));
  }

  std::unique_ptr<FittedForecaster> restore(nlohmann::ordered_json const& state) const override {
    return std::make_unique<FittedArima>(from_state(state));
  }

private:
  job::LearnerInfo info_ = make_info();
};

} // namespace

Forecaster const& arima() {
  static ArimaForecaster const forecaster;
  return forecaster;
}

} // namespace rankfold::learners::forecasting
