#include "learners/forecasting/ets/across_bounds.hpp"
#include "learners/forecasting/ets/fit.hpp"
#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include "support/error.hpp"
#include "support/random.hpp"
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace rankfold::learners::forecasting::smoothing {
namespace {

using Values = std::vector<double>;

Specification specify(char const* model, int season_length) {
  Specification wanted;
  set_components(wanted, model);
  wanted.season_length = season_length;
  return wanted;
}

/// A local level that grows by `growth` a period, with a season of four.
Values simulated(std::size_t n, double growth, std::uint64_t seed) {
  constexpr double season[] = {0.8, 1.1, 1.3, 0.8};
  RandomStream random{seed, 0, 0, 0};
  double level = 100.0;
  Values values(n);
  for (std::size_t t = 0; t < n; ++t) {
    double const error = 0.05 * level * random.normal();
    values[t] = level * season[t % 4] + error;
    level += growth + 0.4 * error;
  }
  return values;
}

std::span<double const> first(Values const& values, std::size_t n) { return std::span{values}.first(n); }

double aicc(Model const& model) { return model.criterion(InformationCriterion::aicc); }

TEST(EtsWarmStartTest, a_fit_to_more_values_is_as_good_as_one_from_scratch) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    auto const values = simulated(120, seed % 2 == 0 ? 1.0 : 0.0, seed);
    for (auto const* name : {"ZZZ", "ZNA", "ANN", "MAM", "AAN"}) {
      auto const wanted = specify(name, 4);
      KnownMinima known;
      (void)fit(wanted, first(values, 100), known);
      for (std::size_t n : {100, 101, 102, 110, 120}) {
        auto const warm = fit(wanted, first(values, n), known);
        EXPECT_LE(aicc(warm), aicc(fit(wanted, first(values, n))) + 0.01) << name << " " << n << " seed " << seed;
      }
    }
  }
}

TEST(EtsWarmStartTest, forms_that_cannot_be_chosen_are_left_alone) {
  auto const values = simulated(121, 1.0, 7);
  auto const wanted = specify("ZZZ", 4);
  KnownMinima known;
  (void)fit(wanted, first(values, 120), known);
  auto const before = known.minima.size();
  (void)fit(wanted, values, known);

  auto const is_left = [](Minimum const& m) { return std::isinf(m.optimum.deviance); };
  auto const left = std::count_if(known.minima.begin(), known.minima.end(), is_left);
  EXPECT_GT(static_cast<std::size_t>(left), before / 3);
  EXPECT_LT(static_cast<std::size_t>(left), known.minima.size());
}

TEST(EtsWarmStartTest, no_form_gets_below_the_floor_of_its_minima) {
  auto const values = simulated(105, 0.5, 8);
  for (std::size_t n : {101, 105}) {
    for (auto const* name : {"ANN", "ANA", "AAA", "MNM", "MAM", "MAA"}) {
      auto const wanted = specify(name, 4);
      KnownMinima known;
      (void)fit(wanted, first(values, 100), known);
      ASSERT_TRUE(carry_over(known, Observations{first(values, n)}));
      double floor = std::numeric_limits<double>::infinity();
      for (auto const& minimum : known.minima) floor = std::min(floor, minimum.optimum.floor);
      KnownMinima fresh;
      (void)fit(wanted, first(values, n), fresh);
      for (auto const& minimum : fresh.minima) EXPECT_GE(minimum.optimum.deviance, floor) << name << " " << n;
    }
  }
}

TEST(EtsWarmStartTest, floors_are_in_the_scale_of_the_longer_series) {
  Values values = simulated(101, 0.0, 9);
  values.back() = 1e4; // the mean passes a power of two
  KnownMinima known;
  (void)fit(specify("ANA", 4), first(values, 100), known);
  double const scale = known.scale;
  auto const level = known.minima.front().optimum.candidate.states.level;
  ASSERT_TRUE(carry_over(known, Observations{values}));
  EXPECT_GT(known.scale, scale);
  EXPECT_EQ(known.minima.front().optimum.candidate.states.level * known.scale, level * scale);

  auto const warm = fit(specify("ANA", 4), values, known);
  EXPECT_LE(aicc(warm), aicc(fit(specify("ANA", 4), values)) + 0.01);
}

TEST(EtsWarmStartTest, a_value_of_zero_ends_the_forms_with_relative_errors) {
  auto values = simulated(100, 0.0, 10);
  KnownMinima known;
  (void)fit(specify("ZZZ", 4), values, known);
  values.push_back(0.0);

  EXPECT_FALSE(fit(specify("ZZZ", 4), values, known).form.relative_errors());
  for (auto const& minimum : known.minima) EXPECT_FALSE(minimum.form.relative_errors());
}

TEST(EtsWarmStartTest, another_unbroken_part_is_fitted_from_scratch) {
  auto values = simulated(80, 0.0, 11);
  values[50] = std::numeric_limits<double>::quiet_NaN();
  KnownMinima known;
  (void)fit(specify("ZZZ", 4), first(values, 75), known);
  EXPECT_EQ(known.begin, 0U);
  auto const later = simulated(130, 0.0, 12);
  values.insert(values.end(), later.begin(), later.end());

  auto const warm = fit(specify("ZZZ", 4), values, known);

  EXPECT_EQ(known.begin, 51U);
  EXPECT_EQ(warm.last, fit(specify("ZZZ", 4), values).last);
}

TEST(EtsWarmStartTest, forms_that_were_not_tried_before_are_fitted_from_scratch) {
  auto const values = simulated(40, 0.0, 13);
  auto const wanted = specify("ZZZ", 36); // no season in so few values, and none above 24
  KnownMinima known;
  (void)fit(specify("ZZN", 4), first(values, 39), known);
  EXPECT_EQ(fit(specify("ZZZ", 4), values, known).last, fit(specify("ZZZ", 4), values).last);
  EXPECT_EQ(fit(wanted, values, known).form.season, Component::none);
}

TEST(EtsWarmStartTest, the_forecaster_keeps_what_it_knows_out_of_its_state) {
  auto const& forecaster = ets();
  auto const parameters = with_defaults(forecaster.info(), {{"season_length", 4}});
  auto const values = simulated(101, 1.0, 14);
  auto const previous = forecaster.fit(first(values, 100), parameters);
  auto const restored = forecaster.restore(previous->state());

  auto const warm = forecaster.fit_after(*previous, values, parameters);
  auto const again = forecaster.fit_after(*previous, values, parameters);
  auto const cold = forecaster.fit(values, parameters);

  EXPECT_TRUE(forecaster.info().warm_starts);
  EXPECT_EQ(warm->state(), again->state());
  EXPECT_EQ(forecaster.fit_after(*restored, values, parameters)->state(), cold->state());
  EXPECT_EQ(warm->state().size(), cold->state().size());
  EXPECT_EQ(warm->describe().at("components"), cold->describe().at("components"));
  EXPECT_NEAR(warm->forecast(1).mean[0], cold->forecast(1).mean[0], 0.01 * cold->forecast(1).mean[0]);
}

TEST(EtsWarmStartTest, starts_across_the_bounds_move_one_parameter_each) {
  SearchSpace const space{{Component::additive, Component::additive}, 1, {}, {}, InitialStates::estimated};
  Candidate const minimum{{0.0001, 0.00005, 0.0, 1.0}, {10.0, 1.0}}; // alpha on its bound, beta between its own
  auto const off = off_bounds(space, minimum, 100);
  auto const onto = onto_bounds(space, {{0.3, 0.1, 0.0, 1.0}, {10.0, 1.0}});

  ASSERT_FALSE(off.empty());
  EXPECT_GT(off.front().smoothing.alpha, 0.05);
  ASSERT_EQ(onto.size(), 2U);
  EXPECT_EQ(onto[0].smoothing.alpha, 0.0001);
  EXPECT_EQ(onto[1].smoothing.alpha, 0.3);
  EXPECT_EQ(onto[1].smoothing.beta, 0.0001);
  for (auto const& start : onto) EXPECT_EQ(start.states.level, 10.0);
}

} // namespace
} // namespace rankfold::learners::forecasting::smoothing
