#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include "support/error.hpp"
#include "support/random.hpp"

#include <cmath>
#include <functional>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace rankfold::learners::forecasting {
namespace {

using testing::DoubleNear;
using testing::Each;
using testing::ElementsAre;
using testing::Pointwise;

constexpr std::array<double, 1> level{95.0};
constexpr double reach = 1.959963984540054;

std::unique_ptr<FittedForecaster> fit(Forecaster const& forecaster, std::vector<double> const& x, Parameters given) {
  return forecaster.fit(x, with_defaults(forecaster.info(), std::move(given)));
}

std::vector<double> simulate(std::size_t n, std::function<double(std::vector<double> const&, double)> const& next) {
  RandomStream random{21, 0, 0, 0};
  std::vector<double> x;
  while (x.size() < n) x.push_back(next(x, random.normal()));
  return x;
}

std::vector<double> autoregression(std::size_t n) {
  return simulate(n, [](auto const& x, double e) { return x.empty() ? 10 + e : 10 + 0.7 * (x.back() - 10) + e; });
}

TEST(ArimaForecasterTest, a_random_walk_stays_where_it_is_and_spreads_with_the_root_of_time) {
  auto const x = simulate(200, [](auto const& past, double e) { return past.empty() ? e : past.back() + e; });

  auto const model = fit(arima(), x, {{"order", ValueList{0, 1, 0}}});
  auto const forecast = model->forecast(4, level);

  double const sigma = std::sqrt(model->describe()["sigma2"].get<double>());
  EXPECT_THAT(forecast.mean, Each(DoubleNear(x.back(), 1e-9)));
  for (std::size_t h = 0; h < 4; ++h)
    EXPECT_NEAR(forecast.intervals[0].upper[h] - x.back(), reach * sigma * std::sqrt(h + 1.0), 1e-6);
}

TEST(ArimaForecasterTest, an_autoregression_is_recovered_and_returns_to_its_mean) {
  auto const x = autoregression(2000);

  auto const model = fit(arima(), x, {{"order", ValueList{1, 0, 0}}});
  auto const described = model->describe();
  auto const forecast = model->forecast(200, level);

  double const ar = described["coefficients"]["ar1"], mean = described["coefficients"]["intercept"];
  double const sigma2 = described["sigma2"];
  EXPECT_NEAR(ar, 0.7, 0.05);
  EXPECT_NEAR(mean, 10, 0.3);
  EXPECT_NEAR(sigma2, 1, 0.1);
  EXPECT_NEAR(forecast.mean[0], mean + ar * (x.back() - mean), 1e-9);
  EXPECT_NEAR(forecast.mean[199], mean, 1e-6);
  EXPECT_NEAR(forecast.intervals[0].upper[199] - mean, reach * std::sqrt(sigma2 / (1 - ar * ar)), 1e-6);
}

/// Differences of a season that the model does not know: their likelihood has an optimum on either side of ma1 = 0, and
/// rough estimates lead to the lower one, well below.
TEST(ArimaForecasterTest, the_higher_of_two_optima_is_found) {
  RandomStream random{5, 0, 0, 0};
  std::vector<double> x;
  for (int t = 0; t < 300; ++t) x.push_back(120 + 24 * std::sin(2 * M_PI * t / 7) + 6 * random.normal());

  auto const model = fit(arima(), x, {{"order", ValueList{0, 1, 1}}})->describe();

  EXPECT_GT(model["coefficients"]["ma1"].get<double>(), 0);
}

TEST(ArimaForecasterTest, methods_agree_on_a_long_series) {
  auto const x = autoregression(1000);
  Parameters parameters{{"order", ValueList{2, 0, 1}}};
  auto const exact = fit(arima(), x, parameters)->describe();
  parameters["method"] = "css-ml";
  auto const started = fit(arima(), x, parameters)->describe();
  parameters["method"] = "css";
  auto const conditional = fit(arima(), x, parameters)->describe();

  EXPECT_NEAR(started["loglik"].get<double>(), exact["loglik"].get<double>(), 1e-4);
  EXPECT_NEAR(conditional["sigma2"].get<double>(), exact["sigma2"].get<double>(), 0.01);
}

TEST(ArimaForecasterTest, criteria_follow_from_the_likelihood) {
  auto const described = fit(arima(), autoregression(50), {{"order", ValueList{1, 0, 1}}})->describe();
  double const loglik = described["loglik"];

  EXPECT_NEAR(described["aic"].get<double>(), -2 * loglik + 2 * 4, 1e-9);
  EXPECT_NEAR(described["aicc"].get<double>(), -2 * loglik + 2 * 4 + 2.0 * 4 * 5 / (50 - 4 - 1), 1e-9);
  EXPECT_NEAR(described["bic"].get<double>(), -2 * loglik + 4 * std::log(50.0), 1e-9);
}

TEST(ArimaForecasterTest, a_seasonal_random_walk_repeats_its_last_season) {
  auto const x =
      simulate(70, [](auto const& past, double e) { return past.size() < 7 ? e : past[past.size() - 7] + e; });

  auto const model = fit(arima(), x, {{"seasonal_order", ValueList{0, 1, 0}}, {"season_length", 7}});

  std::vector<double> const last(x.end() - 7, x.end());
  EXPECT_THAT(model->forecast(7).mean, Pointwise(DoubleNear(1e-9), last));
}

TEST(ArimaForecasterTest, a_drift_goes_on) {
  std::vector<double> x;
  for (int t = 0; t < 30; ++t) x.push_back(3 + 2 * t + 0.1 * (t % 2));

  auto const model = fit(arima(), x, {{"order", ValueList{0, 1, 1}}, {"drift", true}});
  auto const forecast = model->forecast(10).mean;

  EXPECT_NEAR(model->describe()["coefficients"]["drift"].get<double>(), 2, 0.02);
  EXPECT_NEAR(forecast[9] - forecast[0], 18, 0.2);
}

TEST(ArimaForecasterTest, a_transform_is_taken_back_to_medians_or_means) {
  auto x = autoregression(100);
  for (double& v : x) v = std::exp(0.3 * v);
  Parameters parameters{{"order", ValueList{1, 0, 0}}, {"lambda", 0.0}};
  auto const median = fit(arima(), x, parameters)->forecast(3, level);
  parameters["biasadj"] = true;

  auto const mean = fit(arima(), x, parameters)->forecast(3, level);

  for (std::size_t h = 0; h < 3; ++h) {
    double const deviation = std::log(median.intervals[0].upper[h] / median.mean[h]) / reach;
    EXPECT_NEAR(mean.mean[h], median.mean[h] * (1 + 0.5 * deviation * deviation), 1e-9 * mean.mean[h]);
    EXPECT_EQ(mean.intervals[0].upper[h], median.intervals[0].upper[h]);
  }
}

TEST(ArimaForecasterTest, a_chosen_transform_is_shown_and_must_suit_the_values) {
  auto x = autoregression(100);
  for (double& v : x) v = std::exp(0.3 * v);

  auto const described = fit(arima(), x, {{"order", ValueList{1, 0, 0}}, {"lambda", "auto"}})->describe();

  EXPECT_GE(described["lambda"].get<double>(), -1);
  EXPECT_LE(described["lambda"].get<double>(), 2);
  EXPECT_FALSE(described["biasadj"]);
  EXPECT_EQ(described["method"], "ml");
  x[3] = -1;
  EXPECT_THROW(fit(arima(), x, {{"order", ValueList{1, 0, 0}}, {"lambda", 0.0}}), FitError);
}

TEST(ArimaForecasterTest, missing_values_are_integrated_out) {
  auto const whole = autoregression(400);
  auto gaps = whole;
  for (std::size_t t = 5; t < gaps.size(); t += 11) gaps[t] = std::nan("");
  gaps.insert(gaps.begin(), 3, std::nan(""));
  gaps.push_back(std::nan(""));

  auto const model = fit(arima(), gaps, {{"order", ValueList{1, 0, 0}}});
  auto const forecast = model->forecast(1).mean;

  double const ar = model->describe()["coefficients"]["ar1"], mean = model->describe()["coefficients"]["intercept"];
  EXPECT_NEAR(ar, 0.7, 0.1);
  EXPECT_NEAR(forecast[0], mean + ar * ar * (whole.back() - mean), 1e-6); // the last value is two steps away
}

TEST(ArimaForecasterTest, a_restored_model_forecasts_the_same_to_the_last_bit) {
  auto const x = autoregression(80);
  for (auto const* forecaster : {&arima(), &auto_arima()}) {
    auto const model = fit(*forecaster, x, {{"season_length", 4}});
    auto const text = model->state().dump();

    auto const restored = forecaster->restore(nlohmann::ordered_json::parse(text));

    auto const before = model->forecast(12, level), after = restored->forecast(12, level);
    EXPECT_EQ(before.mean, after.mean);
    EXPECT_EQ(before.intervals[0].lower, after.intervals[0].lower);
    EXPECT_EQ(before.intervals[0].upper, after.intervals[0].upper);
    EXPECT_EQ(model->describe(), restored->describe());
  }
}

TEST(ArimaForecasterTest, a_state_of_something_else_is_refused) {
  for (auto const* text : {"{}", "[]", "3", R"({"format": "ets-1"})", R"({"format": "arima-1", "order": [1]})"})
    EXPECT_THROW((void)arima().restore(nlohmann::ordered_json::parse(text)), JobError) << text;
  auto state = fit(arima(), autoregression(30), {{"order", ValueList{1, 0, 0}}})->state();
  state["state"] = {1.0, 2.0, 3.0};
  EXPECT_THROW((void)arima().restore(state), JobError);
}

TEST(ArimaForecasterTest, orders_that_make_no_sense_are_refused) {
  auto const x = autoregression(30);
  EXPECT_THROW(fit(arima(), x, {{"order", ValueList{1, 0}}}), FitError);
  EXPECT_THROW(fit(arima(), x, {{"seasonal_order", ValueList{1, 0, 0}}}), FitError);
  EXPECT_THROW(fit(arima(), x, {{"order", ValueList{20, 0, 20}}}), FitError);
}

TEST(AutoArimaTest, white_noise_is_its_mean) {
  auto const x = simulate(300, [](auto const&, double e) { return 5 + e; });

  auto const described = fit(auto_arima(), x, {})->describe();

  EXPECT_EQ(described["order"][1], 0);
  EXPECT_TRUE(described["mean"]);
}

TEST(AutoArimaTest, a_random_walk_is_differenced_once) {
  auto const x = simulate(300, [](auto const& past, double e) { return past.empty() ? e : past.back() + e; });

  EXPECT_EQ(fit(auto_arima(), x, {})->describe()["order"][1], 1);
}

TEST(AutoArimaTest, a_strong_season_is_differenced_seasonally) {
  auto const x =
      simulate(150, [](auto const& past, double e) { return 10 * std::sin(past.size() * 2 * M_PI / 7) + e; });

  auto const described = fit(auto_arima(), x, {{"season_length", 7}})->describe();

  EXPECT_EQ(described["seasonal_order"][1], 1);
  EXPECT_EQ(described["period"], 7);
}

TEST(AutoArimaTest, bounds_are_kept) {
  auto const x = autoregression(200);
  auto const described =
      fit(auto_arima(), x, {{"max_p", 1}, {"max_q", 0}, {"d", 1}, {"allow_drift", false}})->describe();
  EXPECT_LE(described["order"][0], 1);
  EXPECT_EQ(described["order"][1], 1);
  EXPECT_EQ(described["order"][2], 0);
  EXPECT_FALSE(described["drift"]);
  EXPECT_FALSE(fit(auto_arima(), x, {{"stationary", true}, {"allow_mean", false}})->describe()["mean"]);
}

TEST(AutoArimaTest, a_full_search_is_no_worse_than_the_stepwise_one_within_the_same_bounds) {
  auto const x = autoregression(120);
  Parameters bounds{{"max_p", 2}, {"max_q", 2}, {"max_order", 4}};
  double const stepwise = fit(auto_arima(), x, bounds)->describe()["aicc"];
  bounds["stepwise"] = false;

  double const full = fit(auto_arima(), x, bounds)->describe()["aicc"];

  EXPECT_LE(full, stepwise + 1e-3);
}

TEST(AutoArimaTest, a_search_of_one_model_takes_the_first) {
  auto const described =
      fit(auto_arima(), autoregression(200), {{"nmodels", 1}, {"d", 0}, {"start_p", 3}, {"start_q", 0}})->describe();

  EXPECT_EQ(described["order"], nlohmann::ordered_json({3, 0, 0}));
}

TEST(AutoArimaTest, orders_may_be_compared_over_the_last_values_only) {
  // White noise, then an autoregression: the last values alone ask for autoregressive terms.
  auto x = simulate(400, [](auto const&, double e) { return 10 + e; });
  auto const last = autoregression(100);
  x.insert(x.end(), last.begin(), last.end());
  Parameters parameters{{"approximation", true}, {"truncate", 100}, {"d", 0}, {"max_q", 0}};

  auto const truncated = fit(auto_arima(), x, parameters)->describe();
  auto const of_last = fit(auto_arima(), last, parameters)->describe();

  EXPECT_EQ(truncated["order"], of_last["order"]);
  EXPECT_NE(truncated["sigma2"], of_last["sigma2"]); // estimated from all values
  parameters["approximation"] = false;
  EXPECT_NE(fit(auto_arima(), x, parameters)->describe()["order"], of_last["order"]);
  parameters["approximation"] = true;
  parameters["truncate"] = 1;
  parameters["d"] = 1;
  EXPECT_THROW(fit(auto_arima(), x, parameters), FitError);
}

TEST(AutoArimaTest, approximation_ends_with_an_exact_fit) {
  auto const x = autoregression(200);
  auto const described = fit(auto_arima(), x, {{"approximation", true}})->describe();
  auto const again = fit(arima(), x,
                         {{"order", ValueList{described["order"][0].get<int>(), described["order"][1].get<int>(),
                                              described["order"][2].get<int>()}},
                          {"mean", described["mean"].get<bool>()},
                          {"drift", described["drift"].get<bool>()}})
                         ->describe();

  EXPECT_NEAR(described["loglik"].get<double>(), again["loglik"].get<double>(), 0.01);
}

TEST(AutoArimaTest, a_transform_is_taken_back) {
  auto const x = simulate(
      120, [](auto const& past, double e) { return std::exp(0.02 * static_cast<double>(past.size()) + 0.1 * e); });

  auto const model = fit(auto_arima(), x, {{"lambda", 0.0}});
  auto const forecast = model->forecast(5, level);

  EXPECT_NEAR(forecast.mean[0], std::exp(2.4), 3);
  for (std::size_t h = 0; h < 5; ++h) {
    EXPECT_GT(forecast.intervals[0].lower[h], 0);
    EXPECT_GT(forecast.intervals[0].upper[h], forecast.mean[h]);
  }
  EXPECT_THROW(fit(auto_arima(), {1, -2, 3, 4, 5, 7}, {{"lambda", 0.0}}), FitError);
}

TEST(AutoArimaTest, constants_and_straight_lines_are_continued) {
  EXPECT_THAT(fit(auto_arima(), std::vector<double>(20, 7.0), {})->forecast(3).mean, ElementsAre(7, 7, 7));
  EXPECT_THAT(fit(auto_arima(), {4.0}, {})->forecast(2).mean, ElementsAre(4, 4));
  std::vector<double> line;
  for (int t = 1; t <= 20; ++t) line.push_back(2.5 * t);
  EXPECT_THAT(fit(auto_arima(), line, {})->forecast(2).mean, ElementsAre(DoubleNear(52.5, 1e-9), DoubleNear(55, 1e-9)));
}

} // namespace
} // namespace rankfold::learners::forecasting
