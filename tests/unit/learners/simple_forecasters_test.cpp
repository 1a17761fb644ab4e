#include "learners/registry.hpp"

#include "support/error.hpp"
#include "support/random.hpp"
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace rankfold::learners {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::unique_ptr<FittedForecaster> fit(std::string const& name, std::vector<double> const& values,
                                      Parameters given = {}) {
  auto const* forecaster = find_forecaster(name);
  return forecaster->fit(values, with_defaults(forecaster->info(), std::move(given)));
}

std::string failure_of(std::string const& name, std::vector<double> const& values, Parameters given = {}) {
  try {
    (void)fit(name, values, std::move(given));
  } catch (FitError const& failure) {
    return failure.what();
  }
  return "no FitError";
}

TEST(NaiveTest, repeats_the_last_value) {
  double const levels[]{95};
  auto const forecast = fit("naive", {1, 3, 2})->forecast(4, levels);
  EXPECT_THAT(forecast.mean, ElementsAre(2, 2, 2, 2));
  double const sigma = std::sqrt((4.0 + 1) / 2), z = 1.959963984540054;
  ASSERT_EQ(forecast.intervals.size(), 1U);
  EXPECT_THAT(forecast.intervals[0].lower[0], DoubleNear(2 - z * sigma, 1e-12));
  EXPECT_THAT(forecast.intervals[0].upper[3], DoubleNear(2 + z * sigma * 2, 1e-12))
      << "grows with the root of the steps";
}

TEST(NaiveTest, carries_the_last_value_over_a_gap) {
  EXPECT_THAT(fit("naive", {1, 3, none})->forecast(2).mean, ElementsAre(3, 3));
  EXPECT_EQ(failure_of("naive", {none, none}), "all values are missing");
  EXPECT_EQ(failure_of("naive", {}), "too short: 0 values, 1 are needed");
}

TEST(NaiveTest, a_single_value_has_a_forecast_without_interval) {
  double const levels[]{80};
  auto const forecast = fit("naive", {7})->forecast(1, levels);
  EXPECT_THAT(forecast.mean, ElementsAre(7));
  EXPECT_TRUE(std::isnan(forecast.intervals[0].lower[0]));
}

TEST(SeasonalNaiveTest, repeats_the_last_season) {
  EXPECT_THAT(fit("seasonal_naive", {9, 1, 2, 3}, {{"season_length", 3}})->forecast(5).mean,
              ElementsAre(1, 2, 3, 1, 2));
  EXPECT_THAT(fit("seasonal_naive", {5, 6, none, 8}, {{"season_length", 2}})->forecast(2).mean, ElementsAre(5, 8));
  EXPECT_EQ(failure_of("seasonal_naive", {1, 2}, {{"season_length", 3}}), "too short: 2 values, 3 are needed");
  EXPECT_EQ(failure_of("seasonal_naive", {none, 2, none, 3}, {{"season_length", 2}}),
            "a position of the season has no value at all");
}

TEST(SeasonalNaiveTest, intervals_widen_from_season_to_season) {
  double const levels[]{95};
  auto const forecast = fit("seasonal_naive", {1, 2, 3, 5}, {{"season_length", 2}})->forecast(4, levels);
  auto const width = [&](std::size_t h) { return forecast.intervals[0].upper[h] - forecast.intervals[0].lower[h]; };
  EXPECT_DOUBLE_EQ(width(0), width(1));
  EXPECT_NEAR(width(2), std::sqrt(2) * width(0), 1e-12);
}

TEST(DriftTest, goes_on_by_the_mean_difference) {
  auto const model = fit("drift", {1, 2, 4, 7});
  EXPECT_THAT(model->forecast(2).mean, ElementsAre(9, 11));
  EXPECT_DOUBLE_EQ(model->describe()["drift"].get<double>(), 2);
  EXPECT_DOUBLE_EQ(model->describe()["sigma2"].get<double>(), 1) << "of the differences 1, 2, 3";
  EXPECT_DOUBLE_EQ(model->describe()["drift_se"].get<double>(), std::sqrt(1.0 / 3));
  EXPECT_EQ(failure_of("drift", {1}), "the drift wants two values, one after the other");
  EXPECT_THAT(failure_of("drift", {-1.7e308, 1.7e308, 0}), HasSubstr("too large"));
}

TEST(MeanTest, forecasts_the_mean_with_student_intervals) {
  double const levels[]{95};
  auto const forecast = fit("mean", {1, none, 2, 3})->forecast(2, levels);
  EXPECT_THAT(forecast.mean, ElementsAre(2, 2));
  double const t = 4.302652729911275; // the 97.5 % quantile with two degrees of freedom
  EXPECT_NEAR(forecast.intervals[0].upper[1], 2 + t * std::sqrt(1 + 1.0 / 3), 1e-9);
  EXPECT_EQ(failure_of("mean", {none}), "all values are missing");
  EXPECT_THAT(failure_of("mean", {1.7e308, -1.7e308}), HasSubstr("too large"));
}

TEST(SimpleForecastersTest, a_restored_model_forecasts_the_same) {
  double const levels[]{80, 95};
  for (auto const* const name : {"naive", "seasonal_naive", "drift", "mean"}) {
    for (auto const& values : {std::vector{0.1, 3.7, 2.2, 9.9}, std::vector{5.0, 5.0}}) {
      auto const model = fit(name, values);
      auto const restored = find_forecaster(name)->restore(Json::parse(model->state().dump()));
      auto const before = model->forecast(7, levels), after = restored->forecast(7, levels);
      EXPECT_EQ(before.mean, after.mean) << name;
      for (std::size_t i = 0; i < before.intervals.size(); ++i) {
        EXPECT_THAT(after.intervals[i].upper,
                    ::testing::Pointwise(::testing::NanSensitiveDoubleEq(), before.intervals[i].upper));
      }
      EXPECT_EQ(restored->describe().dump(), model->describe().dump()) << name;
    }
  }
}

TEST(SimpleForecastersTest, foreign_states_are_refused) {
  for (auto const* const name : {"naive", "seasonal_naive", "drift", "mean"}) {
    for (auto const* const state : {"{}", "[]", "null", "7", R"({"last": 3})", R"({"last": [], "drift": 0})",
                                    R"({"mean": "a", "deviation": 1, "values": 2})",
                                    R"({"last": [], "drift": 0, "drift_error": 0, "residual_variance": 0})"}) {
      EXPECT_THROW((void)find_forecaster(name)->restore(Json::parse(state)), JobError) << name << " " << state;
    }
  }
}

TEST(SimpleForecastersTest, any_values_give_a_fit_or_a_reason) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    RandomStream stream{seed, 0, 0, 0};
    std::vector<double> values(stream.below(12));
    for (double& value : values) {
      value = std::vector{0.0, none, stream.normal(), 1e300, -1.7e308, 1.7e308, 7.0}[stream.below(7)];
    }
    for (auto const* const name : {"naive", "seasonal_naive", "drift", "mean"}) {
      Parameters given;
      if (std::string_view{name} == "seasonal_naive") given["season_length"] = static_cast<int>(1 + stream.below(5));
      try {
        for (double const value : fit(name, values, given)->forecast(3).mean) {
          EXPECT_FALSE(std::isnan(value)) << name << ", seed " << seed;
        }
      } catch (FitError const&) { // a reason
      }
    }
  }
}

} // namespace
} // namespace rankfold::learners
