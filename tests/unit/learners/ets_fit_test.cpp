#include "learners/forecasting/ets/fit.hpp"
#include "learners/forecasting/ets/likelihood.hpp"
#include "learners/forecasting/ets/prediction.hpp"
#include "support/error.hpp"
#include "support/random.hpp"
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {
namespace {

using enum Component;
using Values = std::vector<double>;
using testing::HasSubstr;

Specification specify(char const* model, int season_length = 1) {
  Specification wanted;
  set_components(wanted, model);
  wanted.season_length = season_length;
  return wanted;
}

/// A series of local levels, with a season of `period` if that is above 1.
Values simulated(std::size_t n, int period, std::uint64_t seed) {
  RandomStream random{seed, 0, 0, 0};
  double level = 50.0;
  Values values(n);
  for (std::size_t t = 0; t < n; ++t) {
    double const angle = 6.283185307179586 * static_cast<double>(t) / period;
    double const error = random.normal();
    values[t] = level + (period > 1 ? 8.0 * std::sin(angle) : 0.0) + error;
    level += 0.3 * error;
  }
  return values;
}

std::string failure_of(Specification const& wanted, Values const& values) {
  try {
    (void)fit(wanted, values);
  } catch (FitError const& failure) {
    return failure.what();
  }
  return "";
}

TEST(EtsFitTest, recovers_the_smoothing_of_a_simulated_level) {
  auto const model = fit(specify("ANN"), simulated(2000, 1, 3));
  EXPECT_NEAR(model.smoothing.alpha, 0.3, 0.06);
  EXPECT_NEAR(model.sigma2(), 1.0, 0.1);
}

TEST(EtsFitTest, the_likelihood_is_that_of_the_initial_states) {
  auto const values = simulated(120, 4, 4);
  for (auto const* name : {"ANN", "MNN", "AAN", "AAA", "MAM", "MNA"}) {
    auto const model = fit(specify(name, 4), values);
    double level = model.initial.level;
    double growth = model.initial.growth;
    auto season = model.initial.season;
    double squares = 0.0;
    double logs = 0.0;
    auto const& [alpha, beta, gamma, phi] = model.smoothing;
    for (std::size_t t = 0; t < values.size(); ++t) {
      auto& s = season[t % 4];
      double const expected = level + (model.form.has_trend() ? phi * growth : 0.0);
      bool const factor = model.form.season == multiplicative;
      double const forecast = factor ? expected * s : expected + (model.form.has_season() ? s : 0.0);
      double const error = values[t] - forecast;
      squares += model.form.relative_errors() ? error * error / (forecast * forecast) : error * error;
      logs += model.form.relative_errors() ? std::log(std::abs(forecast)) : 0.0;
      double const surprise = factor ? error / s : error;
      level = expected + alpha * surprise;
      if (model.form.has_trend()) growth = phi * growth + beta * surprise;
      if (model.form.has_season()) s += gamma * (factor ? error / expected : error);
    }
    double const n = static_cast<double>(values.size());
    EXPECT_NEAR(model.loglik, -0.5 * (n * std::log(squares) + 2.0 * logs), 1e-6) << name;
  }
}

TEST(EtsFitTest, no_small_step_from_the_optimum_is_better) {
  auto const values = simulated(150, 4, 5);
  for (auto const* name : {"ANA", "MNM", "AAA"}) {
    auto const model = fit(specify(name, 4), values);
    RandomStream random{6, 0, 0, 0};
    for (int round = 0; round < 200; ++round) {
      Candidate nearby{model.smoothing, model.initial};
      nearby.smoothing.alpha += 0.003 * random.normal();
      nearby.states.level += 0.05 * random.normal();
      if (!is_allowed(model.form, 4, nearby.smoothing, {})) continue;
      double const loglik = -0.5 * filter(model.form, values, 4, nearby).deviance(values.size());
      EXPECT_LE(loglik, model.loglik + 1e-3) << name;
    }
  }
}

TEST(EtsFitTest, the_choice_has_the_least_criterion_of_all_forms) {
  auto const values = simulated(80, 4, 7);
  auto const chosen = fit(specify("ZZZ", 4), values);
  for (auto const* name : {"ANN", "ANA", "AAN", "AAA", "MNN", "MNA", "MNM", "MAN", "MAA", "MAM"}) {
    auto const model = fit(specify(name, 4), values);
    EXPECT_LE(chosen.criterion(InformationCriterion::aicc), model.criterion(InformationCriterion::aicc) + 0.1) << name;
  }
}

TEST(EtsFitTest, nothing_is_chosen_that_was_not_asked_for) {
  auto const values = simulated(80, 4, 8);
  EXPECT_EQ(components(fit(specify("ZNA", 4), values).form).substr(1), "NA");
  EXPECT_FALSE(fit(specify("ZZN", 4), values).form.has_season());
  EXPECT_NE(fit(specify("ZZZ", 4), values).form.trend, multiplicative);
  auto damped = specify("AAN");
  damped.damped = true;
  EXPECT_TRUE(fit(damped, values).form.damped);
}

TEST(EtsFitTest, scaling_the_series_by_a_power_of_two_changes_only_the_units) {
  auto const values = simulated(90, 4, 9);
  Values scaled = values;
  for (double& v : scaled) v *= 1024.0;
  for (auto const* name : {"AAA", "MAM", "ZZZ"}) {
    auto const model = fit(specify(name, 4), values);
    auto const other = fit(specify(name, 4), scaled);
    EXPECT_EQ(other.form, model.form);
    EXPECT_EQ(other.smoothing, model.smoothing) << name;
    EXPECT_EQ(other.last.level, 1024.0 * model.last.level) << name;
    EXPECT_NEAR(other.loglik, model.loglik - 90.0 * std::log(1024.0), 1e-8) << name;
  }
}

TEST(EtsFitTest, the_same_series_gives_the_same_model) {
  auto const values = simulated(200, 7, 10);
  auto const first = fit(specify("ZZZ", 7), values);
  auto const second = fit(specify("ZZZ", 7), values);
  EXPECT_EQ(first.smoothing, second.smoothing);
  EXPECT_EQ(first.last, second.last);
}

TEST(EtsFitTest, refuses_what_the_reference_refuses) {
  auto const values = simulated(60, 4, 11);
  Values with_zero = values;
  with_zero[10] = 0.0;
  EXPECT_THAT(failure_of(specify("AMN"), values), HasSubstr("forbidden"));
  EXPECT_THAT(failure_of(specify("ANM", 4), values), HasSubstr("forbidden"));
  EXPECT_THAT(failure_of(specify("MMA", 4), values), HasSubstr("forbidden"));
  EXPECT_THAT(failure_of(specify("ANA", 1), values), HasSubstr("season_length"));
  EXPECT_THAT(failure_of(specify("ANA", 30), values), HasSubstr("season_length 30"));
  EXPECT_THAT(failure_of(specify("MNN"), with_zero), HasSubstr("above zero"));
  auto damped_level = specify("ANN");
  damped_level.damped = true;
  EXPECT_THAT(failure_of(damped_level, values), HasSubstr("needs a trend"));
  EXPECT_THAT(failure_of(specify("ANN"), {}), HasSubstr("no value"));
}

TEST(EtsFitTest, a_period_above_24_leaves_the_forms_without_season) {
  EXPECT_FALSE(fit(specify("ZZZ", 30), simulated(100, 4, 12)).form.has_season());
}

TEST(EtsFitTest, uses_the_longest_unbroken_part_and_forecasts_from_the_end_of_the_series) {
  auto values = simulated(60, 1, 13);
  Values const part(values.begin() + 5, values.begin() + 55);
  values[4] = values[55] = std::numeric_limits<double>::quiet_NaN();
  auto const whole = fit(specify("AAN"), values);
  auto const alone = fit(specify("AAN"), part);

  EXPECT_EQ(whole.n_used, 50);
  EXPECT_EQ(whole.gap, 5);
  EXPECT_EQ(point_forecasts(whole, 3).front(), point_forecasts(alone, 8)[5]);
  EXPECT_EQ(forecast_variances(whole, 3).front(), forecast_variances(alone, 8)[5]);
}

TEST(EtsFitTest, a_constant_series_goes_on_as_it_is) {
  auto const model = fit(specify("ZZZ", 4), Values(30, 7.5));
  EXPECT_EQ(components(model.form), "ANN");
  EXPECT_THAT(point_forecasts(model, 3), testing::Each(7.5));
  EXPECT_EQ(forecast_variances(model, 1).front(), 0.0);
}

TEST(EtsFitTest, short_series_get_a_model_without_estimated_states) {
  EXPECT_NO_THROW((void)fit(specify("ZZZ"), Values{4.0, 5.0, 4.5}));
  EXPECT_NO_THROW((void)fit(specify("AAN"), Values{4.0, 5.0, 6.5, 7.0}));
  EXPECT_TRUE(fit(specify("ANA", 4), simulated(9, 4, 14)).form.has_season());
  EXPECT_FALSE(fit(specify("ANA", 4), simulated(7, 4, 14)).form.has_season());
}

TEST(EtsFitTest, given_parameters_are_kept_and_not_counted) {
  auto wanted = specify("AAN");
  wanted.given.alpha = 0.4;
  auto const model = fit(wanted, simulated(60, 1, 15));
  EXPECT_EQ(model.smoothing.alpha, 0.4);
  EXPECT_EQ(model.n_estimated, 3);
  EXPECT_LE(model.smoothing.beta, 0.4);
}

TEST(EtsFitTest, given_parameters_that_contradict_each_other_are_refused) {
  auto const values = simulated(60, 4, 16);
  auto const with = [](GivenParameters const& given) {
    auto wanted = specify("AAA", 4);
    wanted.given = given;
    return wanted;
  };
  EXPECT_THAT(failure_of(with({.alpha = 0.3, .beta = 0.5}), values), HasSubstr("given"));
  EXPECT_THAT(failure_of(with({.beta = 0.6, .gamma = 0.6}), values), HasSubstr("given"));
  EXPECT_THAT(failure_of(with({.alpha = 1.0}), values), HasSubstr("given"));
  EXPECT_THAT(failure_of(with({.beta = 1.0}), values), HasSubstr("given"));
  EXPECT_EQ(failure_of(with({.alpha = 0.5, .beta = 0.1, .gamma = 0.2, .phi = 0.9}), values), "");
  EXPECT_NO_THROW((void)failure_of(with({.beta = 1.0, .gamma = 1.0}), Values{1.0, 2.0, 3.0}));
}

TEST(EtsFitTest, letters_that_are_no_model_are_refused) {
  Specification wanted;
  for (auto const* name : {"", "AN", "NNN", "AXN", "ANNN", "ann"})
    EXPECT_THROW(set_components(wanted, name), FitError) << name;
  EXPECT_EQ(component_names().size(), 48U);
}

} // namespace
} // namespace rankfold::learners::forecasting::smoothing
