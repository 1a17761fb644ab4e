#include "learners/forecasting/mstl/multiple_seasons.hpp"

#include "hostile_series.hpp"
#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include <array>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <numbers>

/// Figures with which others are compared are those of mstl and stlf of R's forecast 8.20.
namespace rankfold::learners::forecasting {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;
using Json = nlohmann::ordered_json;

/// Two seasons, 6 and 35, a trend, and something irregular.
Values two_seasons() {
  using std::numbers::pi;
  return filled(200, [](std::size_t i) {
    double const k = static_cast<double>(i);
    double const waves = 10 * std::sin(2 * pi * k / 6) + 20 * std::cos(2 * pi * k / 35);
    return std::round(100 + 0.2 * k + waves + static_cast<double>(i * 7919 % 13) - 6);
  });
}

Parameters with(Parameters given) { return with_defaults(mstl().info(), std::move(given)); }

std::unique_ptr<FittedForecaster> fit(Values const& values, Parameters given) {
  return mstl().fit(values, with(std::move(given)));
}

Values at(Values const& values, std::vector<std::size_t> const& positions) {
  Values out;
  for (auto const p : positions) out.push_back(values[p]);
  return out;
}

TEST(MultipleSeasonsTest, components_agree_with_the_reference) {
  auto const parts = decomposition::decompose(two_seasons(), {.periods = {35, 6, 1, 6}});

  ASSERT_EQ(parts.seasons.size(), 2U);
  EXPECT_EQ(parts.seasons[0].period, 6);
  EXPECT_EQ(parts.seasons[1].period, 35);
  std::vector<std::size_t> const places{0, 1, 49, 99, 198, 199};
  EXPECT_THAT(at(parts.trend, places), Pointwise(DoubleNear(1e-8), {99.2768677614, 99.5073709974, 109.917163071,
                                                                    119.833356454, 138.821475016, 138.988286333}));
  EXPECT_THAT(at(parts.seasons[0].values, places),
              Pointwise(DoubleNear(1e-8),
                        {2.58419386392, 8.94381818894, 9.77920030573, -2.78177090803, 2.08282727752, 10.351015509}));
  EXPECT_THAT(at(parts.seasons[1].values, places),
              Pointwise(DoubleNear(1e-8),
                        {19.0511064577, 19.5537638401, -16.0227156571, 9.25025422213, -10.6730607423, -7.42602470898}));
}

TEST(MultipleSeasonsTest, parts_add_up_to_the_series) {
  auto const x = two_seasons();
  for (int const iterations : {1, 2, 5}) {
    auto const parts = decomposition::decompose(x, {.periods = {6, 35}, .iterations = iterations, .window = 9});
    for (std::size_t t = 0; t < x.size(); ++t) {
      EXPECT_NEAR(parts.adjusted[t] + parts.seasons[0].values[t] + parts.seasons[1].values[t], x[t], 1e-9);
    }
  }
}

TEST(MultipleSeasonsTest, a_season_that_does_not_fit_in_more_than_twice_is_left_out) {
  Values const x{1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_TRUE(decomposition::decompose(x, {.periods = {4, 5, 1000000, 1}}).seasons.empty());
  EXPECT_EQ(decomposition::decompose(x, {.periods = {4}}).trend, x);
  EXPECT_EQ(decomposition::decompose(x, {.periods = {3}}).seasons.size(), 1U);
}

TEST(MstlTest, forecasts_agree_with_the_reference) {
  auto const model = fit(two_seasons(), {{"season_lengths", ValueList{6, 35}}, {"forecaster", "naive"}});

  auto const forecast = model->forecast(40, std::array{95.0});
  EXPECT_THAT(at(forecast.mean, {0, 1, 5, 6, 34, 35, 39}),
              Pointwise(DoubleNear(1e-7), {142.767471224, 135.122339975, 161.531222048, 163.918086969, 134.731811768,
                                           145.540391463, 141.464366726}));
  EXPECT_THAT(at(forecast.intervals[0].upper, {0, 39}), Pointwise(DoubleNear(1e-6), {150.123793241, 187.989832273}));
}

TEST(MstlTest, logarithms_are_taken_before_and_undone_after) {
  auto y = two_seasons();
  auto const plain = fit(y, {{"season_lengths", ValueList{6}}, {"forecaster", "drift"}})->forecast(8, std::array{80.0});
  for (double& v : y) v = std::exp(v / 50);
  auto const model =
      fit(y, {{"season_lengths", ValueList{6}}, {"forecaster", "drift"}, {"lambda", 0}})->forecast(8, std::array{80.0});

  for (std::size_t h = 0; h < 8; ++h) {
    EXPECT_NEAR(50 * std::log(model.mean[h]), plain.mean[h], 1e-9);
    EXPECT_NEAR(50 * std::log(model.intervals[0].upper[h]), plain.intervals[0].upper[h], 1e-9);
  }
  EXPECT_THROW((void)fit({1, 2, -3, 4, 5, 6}, {{"lambda", 0}}), FitError);
}

TEST(MstlTest, without_a_season_it_is_the_other_forecaster) {
  auto const y = two_seasons();
  auto const expected = ets().fit(y, with_defaults(ets().info(), {}))->forecast(5);
  EXPECT_EQ(fit(y, {})->forecast(5).mean, expected.mean);
  EXPECT_EQ(fit(y, {{"season_lengths", ValueList{100}}})->forecast(5).mean, expected.mean);
}

TEST(MstlTest, a_gap_is_filled_along_the_season) {
  auto y = filled(60, [](std::size_t t) { return static_cast<double>(t % 6) * 10; });
  y[27] = y[28] = std::numeric_limits<double>::quiet_NaN();
  auto const forecast = fit(y, {{"season_lengths", ValueList{6}}, {"forecaster", "naive"}})->forecast(6);
  EXPECT_THAT(forecast.mean, Pointwise(DoubleNear(1.0), {0, 10, 20, 30, 40, 50}));
}

TEST(MstlTest, a_restored_model_forecasts_the_same) {
  for (auto const* forecaster : plain_forecasters()) {
    SCOPED_TRACE(forecaster->info().name);
    auto const model =
        fit(two_seasons(),
            {{"season_lengths", ValueList{6, 35}}, {"forecaster", forecaster->info().name}, {"lambda", 0.5}});
    auto const restored = mstl().restore(Json::parse(model->state().dump()));
    auto const before = model->forecast(50, std::array{80.0}), after = restored->forecast(50, std::array{80.0});
    EXPECT_EQ(before.mean, after.mean);
    for (std::size_t i = 0; i < before.intervals.size(); ++i) {
      EXPECT_EQ(before.intervals[i].lower, after.intervals[i].lower);
    }
    EXPECT_EQ(model->describe().dump(), restored->describe().dump());
  }
}

TEST(MstlTest, foreign_states_are_refused) {
  auto const state = fit(two_seasons(), {{"season_lengths", ValueList{6}}, {"forecaster", "naive"}})->state();
  auto const broken = [&](char const* key, Json value) {
    auto copy = state;
    copy[key] = std::move(value);
    return copy;
  };
  for (auto const& foreign : {Json::object(), Json::array(), broken("forecaster", "mstl"),
                              broken("forecaster", "nobody"), broken("seasons", Json::array({Json::array()})),
                              broken("seasons", 3), broken("model", nullptr), broken("lambda", "auto")}) {
    EXPECT_THROW((void)mstl().restore(foreign), JobError) << foreign.dump();
  }
}

TEST(MstlTest, hostile_series_fit_or_fail_cleanly) {
  for (auto const* name : {"ets", "auto_arima", "naive"}) {
    for (auto const& periods : {ValueList{4}, ValueList{2, 5}}) {
      auto const parameters = with({{"season_lengths", periods}, {"forecaster", name}});
      for (auto const& series : hostile_series()) expect_numbers_or_failure(mstl(), parameters, series);
    }
  }
}

} // namespace
} // namespace rankfold::learners::forecasting
