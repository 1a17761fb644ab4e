#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include "support/error.hpp"
#include "support/random.hpp"
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace rankfold::learners::forecasting {
namespace {

using Values = std::vector<double>;

/// R's series `AirPassengers`, 1949 to 1952: Box, Jenkins & Reinsel 1976, series G.
Values const air_passengers{112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135,
                            125, 149, 170, 170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199,
                            184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194};

std::unique_ptr<FittedForecaster> fitted(Forecaster const& forecaster, Values const& values, Parameters given = {}) {
  return forecaster.fit(values, with_defaults(forecaster.info(), std::move(given)));
}

TEST(EtsForecasterTest, describes_the_model_by_the_names_that_users_rely_on) {
  auto const model =
      fitted(ets(), air_passengers, {{"model", "MAM"}, {"season_length", 12}, {"damped", false}})->describe();

  EXPECT_EQ(model.at("components"), "MAM");
  EXPECT_EQ(model.at("damped"), false);
  for (auto const* name : {"alpha", "beta", "gamma", "sigma2", "loglik", "aic", "aicc", "bic"}) {
    EXPECT_TRUE(model.at(name).is_number()) << name;
  }
  EXPECT_TRUE(model.at("phi").is_null());
  EXPECT_EQ(model.at("states").size(), 14U);
  EXPECT_EQ(model.at("n_par"), 17);
  EXPECT_NEAR(model.at("aic").get<double>(), -2.0 * model.at("loglik").get<double>() + 34.0, 1e-9);
}

TEST(EtsForecasterTest, a_restored_model_forecasts_the_same_to_the_last_bit) {
  std::vector const levels{80.0, 95.0};
  for (auto const* forecaster : {&ets(), &ses(), &holt(), &holt_winters(), &theta(), &croston(), &tsb()}) {
    Parameters given;
    if (forecaster->info().find("season_length")) given["season_length"] = 12;
    auto const before = fitted(*forecaster, air_passengers, given);
    auto const state = nlohmann::ordered_json::parse(before->state().dump());

    auto const after = forecaster->restore(state);

    auto const expected = before->forecast(30, levels);
    auto const got = after->forecast(30, levels);
    EXPECT_EQ(got.mean, expected.mean) << forecaster->info().name;
    ASSERT_EQ(got.intervals.size(), expected.intervals.size());
    for (std::size_t i = 0; i < got.intervals.size(); ++i) {
      EXPECT_EQ(got.intervals[i].lower, expected.intervals[i].lower) << forecaster->info().name;
    }
    EXPECT_EQ(after->describe(), before->describe()) << forecaster->info().name;
  }
}

TEST(EtsForecasterTest, a_state_of_something_else_is_refused) {
  for (auto const* forecaster : {&ets(), &ses(), &theta(), &croston(), &tsb()}) {
    EXPECT_THROW((void)forecaster->restore(nlohmann::ordered_json::object()), JobError) << forecaster->info().name;
    EXPECT_THROW((void)forecaster->restore({{"components", "ZZZ"}, {"damped", 3}}), JobError);
    EXPECT_THROW((void)forecaster->restore("text"), JobError);
  }
}

TEST(EtsForecasterTest, intervals_of_a_level_widen_as_the_theory_says) {
  auto const model = fitted(ets(), air_passengers, {{"model", "ANN"}, {"alpha", 0.5}});
  double const sigma = std::sqrt(model->describe().at("sigma2").get<double>());

  auto const forecast = model->forecast(5, std::vector{95.0});

  for (std::size_t h = 0; h < 5; ++h) {
    double const half = 1.959963984540054 * sigma * std::sqrt(1.0 + 0.25 * static_cast<double>(h));
    EXPECT_NEAR(forecast.intervals[0].upper[h] - forecast.mean[h], half, 1e-9 * half);
  }
}

/// The standard error of simulated paths, which every form's variances must come near.
TEST(EtsForecasterTest, variances_are_near_those_of_simulated_paths) {
  auto const model = fitted(ets(), air_passengers, {{"model", "MAM"}, {"season_length", 4}, {"damped", true}});
  auto const state = model->describe();
  auto const number = [&](char const* name) { return state.at(name).get<double>(); };
  auto const states = state.at("states").get<Values>();
  constexpr std::size_t horizon = 9;
  constexpr int paths = 40000;
  double sum = 0.0;
  double squares = 0.0;
  RandomStream random{21, 0, 0, 0};
  for (int i = 0; i < paths; ++i) {
    double level = states[0];
    double growth = states[1];
    Values season(states.rbegin(), states.rbegin() + 4); // the one used next first
    double value = 0.0;
    for (std::size_t h = 0; h < horizon; ++h) {
      double& s = season[h % 4];
      double const error = std::sqrt(number("sigma2")) * random.normal();
      double const expected = level + number("phi") * growth;
      value = expected * s * (1.0 + error);
      growth = number("phi") * growth + number("beta") * expected * error;
      level = expected * (1.0 + number("alpha") * error);
      s *= 1.0 + number("gamma") * error;
    }
    sum += value;
    squares += value * value;
  }
  double const simulated = std::sqrt(squares / paths - (sum / paths) * (sum / paths));

  auto const forecast = model->forecast(horizon, std::vector{95.0});

  double const said = (forecast.intervals[0].upper.back() - forecast.mean.back()) / 1.959963984540054;
  EXPECT_NEAR(said / simulated, 1.0, 0.02);
}

TEST(EtsForecasterTest, hyperparameters_have_defaults_among_their_choices) {
  for (auto const* forecaster : {&ets(), &ses(), &holt(), &holt_winters(), &theta(), &croston(), &tsb()}) {
    for (auto const& hyperparameter : forecaster->info().hyperparameters) {
      EXPECT_FALSE(hyperparameter.description.empty()) << hyperparameter.name;
      if (!hyperparameter.default_value.is_text()) continue;
      EXPECT_TRUE(std::ranges::count(hyperparameter.choices, hyperparameter.default_value.as_text()) == 1)
          << forecaster->info().name << " " << hyperparameter.name;
    }
  }
}

/// Smallest squared errors: R's `holt` stops at more on this series than it needs to.
TEST(EtsForecasterTest, the_global_search_is_never_worse_than_the_references) {
  for (auto const* forecaster : {&ses(), &holt(), &holt_winters()}) {
    auto const simplex = fitted(*forecaster, air_passengers, {{"search", "simplex"}})->describe();
    auto const global = fitted(*forecaster, air_passengers, {{"search", "global"}})->describe();
    EXPECT_LE(global.at("mse").get<double>(), simplex.at("mse").get<double>() * (1.0 + 1e-6))
        << forecaster->info().name;
  }
}

TEST(EtsForecasterTest, croston_and_tsb_smooth_sizes_and_intervals) {
  Values const demand{0, 0, 6, 0, 2, 0, 0, 0, 4};
  // sizes 6, 2, 4; intervals 3, 2, 4; by hand with weight 0.5
  double const size = 4.0;
  double const interval = 3.25;

  EXPECT_NEAR(fitted(croston(), demand, {{"alpha", 0.5}})->forecast(2).mean[1], size / interval, 1e-12);
  EXPECT_NEAR(fitted(croston(), demand, {{"alpha", 0.5}, {"variant", "sba"}})->forecast(1).mean[0],
              0.75 * size / interval, 1e-12);
  // a demand or not: 0 0 1 0 1 0 0 0 1; the newest counts 1/2, the others 2^-5 and 2^-7
  double const probability = 0.5 + 1.0 / 32.0 + 1.0 / 128.0;
  EXPECT_NEAR(fitted(tsb(), demand, {{"alpha_d", 0.5}, {"alpha_p", 0.5}})->forecast(1).mean[0], size * probability,
              1e-12);
  EXPECT_EQ(fitted(croston(), Values(5, 0.0))->forecast(1).mean[0], 0.0);
  EXPECT_THROW((void)fitted(croston(), {1.0, -2.0}), FitError);
}

TEST(EtsForecasterTest, theta_follows_half_the_slope_of_a_line) {
  Values line(40);
  for (std::size_t t = 0; t < line.size(); ++t) line[t] = 3.0 + 2.0 * static_cast<double>(t);
  auto const forecast = fitted(theta(), line)->forecast(4);
  for (std::size_t h = 1; h < 4; ++h) EXPECT_NEAR(forecast.mean[h] - forecast.mean[h - 1], 1.0, 1e-9);
}

} // namespace
} // namespace rankfold::learners::forecasting
