#include "learners/forecasting/ces/profile.hpp"

#include "hostile_series.hpp"
#include "learners/forecasting/ces/fit.hpp"
#include "learners/forecasting/ces/search.hpp"
#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include "support/random.hpp"
#include <array>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace rankfold::learners::forecasting {
namespace {

using namespace complex_smoothing;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// A series that the model made, with normal errors of variance 1. @param states first ones, as in Model::states
Values simulated(Seasonality seasonality, std::size_t period, Weights const& weights, Values const& states,
                 std::size_t n) {
  RandomStream random{20240608, 0, 0, 0};
  Recursion recursion{channels_of(seasonality, period, weights), 1};
  recursion.resume(states, 0);
  return filled(n, [&](std::size_t) {
    double forecast = 0;
    recursion.predict({&forecast, 1});
    double const error = random.normal();
    recursion.advance({&error, 1});
    return forecast + error;
  });
}

std::unique_ptr<FittedForecaster> fit(Values const& values, Parameters given = {}) {
  return ces().fit(values, with_defaults(ces().info(), std::move(given)));
}

std::string failure_of(Values const& values, Parameters given = {}) {
  try {
    (void)fit(values, std::move(given));
  } catch (FitError const& failure) {
    return failure.what();
  }
  return "no FitError";
}

Values seasonal_series() {
  RandomStream random{7, 0, 0, 0};
  return filled(90, [&](std::size_t t) {
    return 50 + 0.3 * static_cast<double>(t) + 10 * std::sin(static_cast<double>(t % 6)) + random.normal();
  });
}

TEST(CesStabilityTest, one_channel_has_the_region_of_the_paper) {
  RandomStream random{1, 0, 0, 0};
  int stable = 0;
  for (int i = 0; i < 2000; ++i) {
    double const a0 = 3.5 * random.uniform() - 0.5, a1 = 3 * random.uniform() - 1;
    auto const square = [](double x) { return x * x; };
    bool const expected = square(a0 - 2.5) + square(a1) > 1.25 && square(a0 - 0.5) + square(a1 - 1) > 0.25 &&
                          square(a0 - 1.5) + square(a1 - 0.5) < 1.5; // Svetunkov et al. 2022, section 3
    EXPECT_EQ(is_stable(channels_of(Seasonality::none, 1, {{a0, a1}, {}})), expected) << a0 << ", " << a1;
    EXPECT_EQ(is_stable(channels_of(Seasonality::simple, 5, {{a0, a1}, {}})), expected) << a0 << ", " << a1;
    stable += expected;
  }
  EXPECT_GT(stable, 200);
}

TEST(CesStabilityTest, errors_of_stable_models_forget_the_start) {
  RandomStream random{2, 0, 0, 0};
  Values const zeros(6000, 0.0);
  int stable = 0;
  for (int i = 0; i < 300; ++i) {
    Weights const weights{{0.5 + 1.6 * random.uniform(), 0.6 + 0.8 * random.uniform()},
                          {0.8 + 1.2 * random.uniform(), 0.6 + 0.8 * random.uniform()}};
    auto const channels = channels_of(Seasonality::full, 3, weights);
    Recursion recursion{channels, 1};
    recursion.resume(Values{1, 0.5, -1, 0.3, 0.2, 0.1, 0.7, -0.2}, 0);
    double largest = 0;
    for (std::size_t t = 0; t < zeros.size(); ++t) {
      double forecast = 0;
      recursion.predict({&forecast, 1});
      double const error = -forecast;
      recursion.advance({&error, 1});
      if (t + 10 > zeros.size() || !std::isfinite(error)) largest = std::max(largest, std::abs(error));
      if (!(std::abs(error) < 1e100)) largest = 1e100;
    }
    if (largest > 1e-6 && largest < 10) continue; // too near to the edge to tell
    EXPECT_EQ(is_stable(channels), largest < 1) << weights.alpha.real << " " << weights.alpha.imaginary << " "
                                                << weights.beta.real << " " << weights.beta.imaginary;
    stable += largest < 1;
  }
  EXPECT_GT(stable, 20);
}

TEST(CesTest, an_imaginary_part_of_one_is_simple_exponential_smoothing) {
  auto const y = seasonal_series();
  Profile profile{y, Seasonality::none, 1};
  double const squares = profile.sum_of_squares({{1.3, 1.0}, {}});
  double const first = profile.first_states()[0];

  double level = first, expected = 0;
  for (double const value : y) {
    double const error = value - level;
    level += 0.3 * error;
    expected += error * error;
  }
  EXPECT_NEAR(squares, expected, 1e-9 * expected);
}

TEST(CesTest, first_states_are_the_best_there_are) {
  auto const y = seasonal_series();
  for (auto const seasonality : {Seasonality::none, Seasonality::simple, Seasonality::partial, Seasonality::full}) {
    Weights const weights{{1.3, 1.02}, {seasonality == Seasonality::full ? 1.2 : 0.2, 1.0}};
    Profile profile{y, seasonality, 6};
    double const least = profile.sum_of_squares(weights);
    auto const best = profile.first_states();
    auto const squares = [&](Values const& states) {
      Recursion recursion{channels_of(seasonality, 6, weights), 1};
      recursion.resume(states, 0);
      double sum = 0;
      for (double const value : y) {
        double forecast = 0;
        recursion.predict({&forecast, 1});
        double const error = value - forecast;
        recursion.advance({&error, 1});
        sum += error * error;
      }
      return sum;
    };
    EXPECT_NEAR(squares(best), least, 1e-8 * least);
    for (std::size_t i = 0; i < best.size(); ++i) {
      for (double const step : {-0.5, 0.5}) {
        auto other = best;
        other[i] += step;
        EXPECT_GE(squares(other), least) << static_cast<int>(seasonality) << " " << i;
      }
    }
  }
}

TEST(CesTest, weights_of_simulated_series_are_recovered) {
  auto const expect_near = [](ComplexWeight found, ComplexWeight made, double tolerance) {
    EXPECT_NEAR(found.real, made.real, tolerance);
    EXPECT_NEAR(found.imaginary, made.imaginary, tolerance);
  };
  for (ComplexWeight const alpha : {ComplexWeight{1.4, 0.98}, ComplexWeight{1.7, 0.99}, ComplexWeight{1.2, 0.9}}) {
    Weights const made{alpha, {1.3, 0.98}};
    auto const plain = simulated(Seasonality::none, 1, made, {100, 10}, 3000);
    expect_near(complex_smoothing::fit(plain, {Seasonality::none}).weights.alpha, alpha, 0.07);
    auto const simple = simulated(Seasonality::simple, 3, made, {100, 10, 80, 5, 120, 0}, 3000);
    expect_near(complex_smoothing::fit(simple, {Seasonality::simple, 3}).weights.alpha, alpha, 0.07);
  }
  Weights const made{{1.4, 0.98}, {1.3, 0.97}};
  auto const full = simulated(Seasonality::full, 3, made, {100, 10, 8, 1, -5, 0, 2, 2}, 4000);
  auto const weights = complex_smoothing::fit(full, {Seasonality::full, 3}).weights;
  expect_near(weights.alpha, made.alpha, 0.1);
  expect_near(weights.beta, made.beta, 0.1);
  auto const partial = simulated(Seasonality::partial, 4, {{1.4, 0.98}, {0.3, 1}}, {100, 10, 8, -5, 2, -5}, 3000);
  EXPECT_NEAR(complex_smoothing::fit(partial, {Seasonality::partial, 4}).weights.beta.real, 0.3, 0.07);
}

TEST(CesTest, no_point_of_a_fine_grid_is_better) {
  auto const y = seasonal_series();
  for (auto const seasonality : {Seasonality::none, Seasonality::simple}) {
    Profile profile{y, seasonality, 6};
    auto const best = best_weights(profile, seasonality);
    ASSERT_TRUE(best);
    double const least = profile.sum_of_squares(*best);
    for (double a0 = 0; a0 < 2.6; a0 += 0.05) {
      for (double a1 = -0.5; a1 < 1.8; a1 += 0.05) {
        EXPECT_GE(profile.sum_of_squares({{a0, a1}, {}}), least * (1 - 1e-6)) << a0 << " " << a1;
      }
    }
  }
}

TEST(CesTest, a_season_is_noticed_and_goes_on) {
  auto const y = seasonal_series();
  auto const chosen = fit(y, {{"season_length", 6}});
  EXPECT_NE(chosen->describe()["seasonality"], "none");
  auto const forecast = chosen->forecast(12).mean;
  for (std::size_t h = 0; h < 12; ++h) {
    auto const t = static_cast<double>(90 + h);
    EXPECT_NEAR(forecast[h], 50 + 0.3 * t + 10 * std::sin(static_cast<double>((90 + h) % 6)), 4.0);
  }
  EXPECT_EQ(fit(y)->describe()["seasonality"], "none");
}

TEST(CesTest, intervals_follow_from_the_effects_of_errors) {
  Values const y = simulated(Seasonality::none, 1, {{1.4, 0.98}, {}}, {100, 10}, 200);
  auto const model = complex_smoothing::fit(y, {Seasonality::none});
  auto const forecast = fit(y, {{"model", "none"}})->forecast(3, std::array{95.0});

  auto const [a0, a1] = model.weights.alpha;
  double const first = a0 - a1, second = first - (1 - a1) * (a0 + a1), z = 1.959963984540054;
  auto const half = [&](std::size_t h) { return forecast.intervals[0].upper[h] - forecast.mean[h]; };
  EXPECT_NEAR(half(0), z * std::sqrt(model.sigma2), 1e-9);
  EXPECT_NEAR(half(1), z * std::sqrt(model.sigma2 * (1 + first * first)), 1e-9);
  EXPECT_NEAR(half(2), z * std::sqrt(model.sigma2 * (1 + first * first + second * second)), 1e-9);
  EXPECT_NEAR(model.sigma2, 1, 0.3);
}

TEST(CesTest, missing_values_are_gone_over) {
  auto y = simulated(Seasonality::none, 1, {{1.4, 0.98}, {}}, {100, 10}, 300);
  auto const whole = complex_smoothing::fit(y, {Seasonality::none});
  for (std::size_t const t : {20U, 77U, 78U, 150U}) y[t] = none;
  auto const gaps = complex_smoothing::fit(y, {Seasonality::none});
  EXPECT_EQ(gaps.observed, 296);
  EXPECT_NEAR(gaps.weights.alpha.real, whole.weights.alpha.real, 0.1);

  auto const full = fit(y)->forecast(8, std::array{80.0});
  y.insert(y.end(), 3, none);
  auto const later = fit(y)->forecast(5, std::array{80.0});
  EXPECT_EQ(later.mean, Values(full.mean.begin() + 3, full.mean.end())) << "forecasts begin after the end";
  EXPECT_EQ(later.intervals[0].upper.front(), full.intervals[0].upper[3]);
}

TEST(CesTest, units_do_not_matter) {
  auto y = seasonal_series();
  auto const before = fit(y, {{"season_length", 6}})->forecast(6).mean;
  for (double& v : y) v *= 1024;
  auto const after = fit(y, {{"season_length", 6}})->forecast(6).mean;
  for (std::size_t h = 0; h < 6; ++h) EXPECT_EQ(after[h], 1024 * before[h]);
}

TEST(CesTest, what_cannot_be_fitted_is_said) {
  EXPECT_THAT(failure_of({1, 2, 3}), HasSubstr("too few values"));
  EXPECT_THAT(failure_of(seasonal_series(), {{"model", "full"}}), HasSubstr("season_length is 1"));
  EXPECT_THAT(failure_of(seasonal_series(), {{"model", "partial"}, {"season_length", 25}}), HasSubstr("at most 24"));
  EXPECT_THAT(failure_of(seasonal_series(), {{"model", "simple"}, {"season_length", 50}}), HasSubstr("too few values"));
}

TEST(CesTest, a_restored_model_forecasts_the_same) {
  auto y = seasonal_series();
  y.push_back(none);
  for (auto const* model : {"none", "simple", "partial", "full"}) {
    auto const fitted = fit(y, {{"model", model}, {"season_length", 6}});
    auto const restored = ces().restore(Json::parse(fitted->state().dump()));
    auto const before = fitted->forecast(9, std::array{80.0}), after = restored->forecast(9, std::array{80.0});
    EXPECT_EQ(before.mean, after.mean) << model;
    EXPECT_EQ(before.intervals[0].lower, after.intervals[0].lower) << model;
    EXPECT_EQ(fitted->describe().dump(), restored->describe().dump()) << model;
  }
}

TEST(CesTest, foreign_states_are_refused) {
  auto const state = fit(seasonal_series(), {{"model", "partial"}, {"season_length", 6}})->state();
  auto const broken = [&](char const* key, Json value) {
    auto copy = state;
    copy[key] = std::move(value);
    return copy;
  };
  for (auto const& foreign :
       {Json::object(), Json::array(), broken("seasonality", "much"), broken("seasonality", "full"),
        broken("period", 0), broken("period", 7), broken("period", 4611686018427387904),
        broken("states", Json::array()), broken("alpha", 3), broken("observed", nullptr)}) {
    EXPECT_THROW((void)ces().restore(foreign), JobError) << foreign.dump();
  }
}

TEST(CesTest, hostile_series_fit_or_fail_cleanly) {
  for (auto const* model : {"auto", "none", "simple", "partial", "full"}) {
    auto const parameters = with_defaults(ces().info(), {{"season_length", 4}, {"model", model}});
    SCOPED_TRACE(model);
    for (auto const& series : hostile_series()) expect_numbers_or_failure(ces(), parameters, series);
  }
}

} // namespace
} // namespace rankfold::learners::forecasting
