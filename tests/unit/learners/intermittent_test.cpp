#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include "support/error.hpp"
#include "support/random.hpp"
#include "unit/learners/hostile_series.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <numeric>

/// Forecasters of one mean for all steps: those of intermittent demand, and the average over a window.
namespace rankfold::learners::forecasting {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

Values const demand{0, 0, 6, 0, 2, 0, 0, 0, 4, 1, 0, 0, 3, 0, 0, 0, 0, 5, 0, 1};

std::unique_ptr<FittedForecaster> fitted(Forecaster const& forecaster, Values const& values, Parameters given = {}) {
  return forecaster.fit(values, with_defaults(forecaster.info(), std::move(given)));
}

double mean_of(Forecaster const& forecaster, Values const& values, Parameters given = {}) {
  return fitted(forecaster, values, std::move(given))->forecast(1).mean[0];
}

double variance_of(Forecaster const& forecaster, Values const& values, Parameters given = {}) {
  return fitted(forecaster, values, std::move(given))->describe().at("sigma2").get<double>();
}

/// What the variance of a method without estimated weights is: fit to all beginnings, and forecast the next value.
double variance_by_fitting(Forecaster const& forecaster, std::size_t first, Parameters const& given) {
  double sum = 0;
  for (std::size_t t = first; t < demand.size(); ++t) {
    double const error =
        demand[t] - mean_of(forecaster, Values{demand.begin(), demand.begin() + static_cast<long>(t)}, given);
    sum += error * error / static_cast<double>(demand.size() - first);
  }
  return sum;
}

TEST(IntermittentTest, the_variance_is_that_of_the_one_step_errors) {
  std::size_t const after_first_demand = 3;
  for (auto const* variant : {"classic", "sba", "sbj"}) {
    Parameters const given{{"variant", variant}, {"alpha", 0.3}};
    EXPECT_NEAR(variance_of(croston(), demand, given), variance_by_fitting(croston(), after_first_demand, given),
                1e-12);
  }
  Parameters const weights{{"alpha_d", 0.2}, {"alpha_p", 0.4}};
  EXPECT_NEAR(variance_of(tsb(), demand, weights), variance_by_fitting(tsb(), after_first_demand, weights), 1e-12);
  Parameters const window{{"window", 4}};
  EXPECT_NEAR(variance_of(window_average(), demand, window), variance_by_fitting(window_average(), 4, window), 1e-12);
}

TEST(IntermittentTest, intervals_are_normal_and_end_at_zero) {
  auto const model = fitted(croston(), demand);
  double const mean = model->forecast(1).mean[0], sigma = std::sqrt(model->describe().at("sigma2").get<double>());
  auto const forecast = model->forecast(3, std::vector{20.0, 95.0});
  EXPECT_NEAR(forecast.intervals[0].lower[2], mean - 0.2533471031357997 * sigma, 1e-9);
  EXPECT_NEAR(forecast.intervals[1].upper[2], mean + 1.959963984540054 * sigma, 1e-9);
  EXPECT_THAT(forecast.intervals[1].lower, Each(0.0));
}

TEST(IntermittentTest, sbj_corrects_the_ratio) {
  double const classic = mean_of(croston(), demand, {{"alpha", 0.3}});
  EXPECT_DOUBLE_EQ(mean_of(croston(), demand, {{"alpha", 0.3}, {"variant", "sbj"}}), classic * (1 - 0.3 / 1.7));
}

/// Squared errors and the forecasts before each value, and after the last.
struct Smoothing {
  double errors = 0;
  Values forecasts;

  Smoothing(Values const& values, double weight) : forecasts{values.front()} {
    for (double const value : values) {
      errors += (value - forecasts.back()) * (value - forecasts.back());
      forecasts.push_back(weight * value + (1 - weight) * forecasts.back());
    }
  }
};

/// The forecast in force in each period, and after the last, from sums over `level` periods; NaN before there is one.
/// The weight is looked for on a fine grid.
Values forecasts_by_definition(Values const& values, std::size_t level) {
  Values sums;
  auto begin = values.begin() + static_cast<long>(values.size() % level);
  for (; begin != values.end(); begin += static_cast<long>(level)) {
    sums.push_back(std::accumulate(begin, begin + static_cast<long>(level), 0.0));
  }
  double best = 0.1;
  for (int step = 0; step <= 20'000; ++step) {
    double const weight = 0.1 + 1e-5 * step;
    if (Smoothing{sums, weight}.errors < Smoothing{sums, best}.errors) best = weight;
  }
  auto const smoothed = Smoothing{sums, best}.forecasts;
  Values forecasts(values.size() + 1, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t t = values.size() % level + level; t <= values.size(); ++t) {
    forecasts[t] = smoothed[(t - values.size() % level) / level] / static_cast<double>(level);
  }
  return forecasts;
}

struct Expected {
  double mean = 0, variance = 0;
};

Expected by_definition(Values const& values, std::size_t lowest, std::size_t highest) {
  Values means(values.size() + 1);
  for (auto level = lowest; level <= highest; ++level) {
    auto const forecasts = forecasts_by_definition(values, level);
    for (std::size_t t = 0; t < means.size(); ++t) means[t] += forecasts[t] / static_cast<double>(highest - lowest + 1);
  }
  double squares = 0, count = 0;
  for (std::size_t t = 0; t < values.size(); ++t) {
    if (std::isnan(means[t])) continue;
    squares += (values[t] - means[t]) * (values[t] - means[t]);
    ++count;
  }
  return {means.back(), squares / count};
}

TEST(IntermittentTest, adida_and_imapa_are_what_they_are_defined_as) {
  std::size_t const mean_interval = 3; // intervals 3 2 4 1 3 5 2: mean 20 / 7
  auto const adida_expected = by_definition(demand, mean_interval, mean_interval);
  EXPECT_NEAR(mean_of(adida(), demand), adida_expected.mean, 1e-5);
  EXPECT_NEAR(variance_of(adida(), demand), adida_expected.variance, 1e-4);
  auto const imapa_expected = by_definition(demand, 1, mean_interval);
  EXPECT_NEAR(mean_of(imapa(), demand), imapa_expected.mean, 1e-5);
  EXPECT_NEAR(variance_of(imapa(), demand), imapa_expected.variance, 1e-4);
}

TEST(IntermittentTest, a_mean_interval_between_two_numbers_goes_to_the_even_one) {
  EXPECT_EQ(fitted(adida(), {0, 1, 0, 0, 1})->describe().at("aggregation_level"), 2) << "of 2.5";
  EXPECT_EQ(fitted(adida(), {0, 0, 1, 0, 0, 0, 1})->describe().at("aggregation_level"), 4) << "of 3.5";
}

TEST(IntermittentTest, demand_in_every_period_is_not_aggregated) {
  Values const always{3, 5, 4, 6, 2, 4};
  EXPECT_EQ(mean_of(adida(), always), mean_of(imapa(), always));
  EXPECT_EQ(mean_of(adida(), {7, 7, 7}), 7.0);
}

TEST(IntermittentTest, demand_that_never_comes_is_forecast_as_none) {
  for (auto const* forecaster : {&croston(), &tsb(), &adida(), &imapa()}) {
    auto const forecast = fitted(*forecaster, Values(5, 0.0))->forecast(2, std::vector{90.0});
    EXPECT_THAT(forecast.mean, Each(0.0));
    EXPECT_THAT(forecast.intervals[0].upper, Each(0.0));
    EXPECT_THROW((void)fitted(*forecaster, {1.0, -2.0}), FitError);
  }
}

TEST(IntermittentTest, a_single_demand_at_the_end_has_a_forecast_without_interval) {
  for (auto const* forecaster : {&croston(), &tsb(), &adida()}) {
    auto const forecast = fitted(*forecaster, {0.0, 0.0, 4.0})->forecast(1, std::vector{90.0});
    EXPECT_NEAR(forecast.mean[0], forecaster == &tsb() ? 0.4 : 4.0 / 3.0, 1e-12) << forecaster->info().name;
    EXPECT_TRUE(std::isnan(forecast.intervals[0].upper[0]));
  }
}

TEST(WindowAverageTest, takes_the_last_values_that_are_there) {
  double const missing = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(fitted(window_average(), {9, 1, missing, 2, 3, missing}, {{"window", 3}})->forecast(2).mean,
              ElementsAre(2, 2));
  EXPECT_EQ(mean_of(window_average(), {9, -5}, {{"window", 1}}), -5);
  EXPECT_THROW((void)fitted(window_average(), {1, missing, 2}, {{"window", 3}}), FitError);
  EXPECT_THROW((void)fitted(window_average(), {1.7e308, 1.7e308}, {{"window", 2}}), FitError);
  EXPECT_THAT(
      fitted(window_average(), {-3, -5, -4, -6}, {{"window", 2}})->forecast(1, std::vector{80.0}).intervals[0].upper,
      Each(::testing::Lt(0.0)))
      << "no demand: limits may be below zero";
}

TEST(WindowAverageTest, a_long_window_moves_as_exactly_as_it_is_added_up) {
  RandomStream random{7, 0, 0, 0};
  Values values(3000);
  for (double& value : values) value = 1e6 + random.normal();
  double squares = 0;
  for (std::size_t t = 1000; t < values.size(); ++t) {
    auto const end = values.begin() + static_cast<long>(t);
    double const error = values[t] - std::accumulate(end - 1000, end, 0.0) / 1000;
    squares += error * error / 2000;
  }
  EXPECT_NEAR(variance_of(window_average(), values, {{"window", 1000}}), squares, 1e-6 * squares);
}

} // namespace
} // namespace rankfold::learners::forecasting
