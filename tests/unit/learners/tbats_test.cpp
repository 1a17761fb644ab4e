#include "learners/forecasting/tbats/descent.hpp"

#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/tbats/recursion.hpp"
#include "learners/registry.hpp"
#include "support/random.hpp"
#include "unit/learners/hostile_series.hpp"
#include <array>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <numbers>

/// Figures of the reference are those of R's forecast 8.20, or follow from the paper's matrices, computed in R.
namespace rankfold::learners::forecasting {
namespace {

using namespace trigonometric;
using ::testing::DoubleNear;
using ::testing::HasSubstr;
using ::testing::Pointwise;
using Json = nlohmann::ordered_json;
using std::numbers::pi;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Seasons 6 and 17.5, a trend, and something irregular.
Values two_seasons() {
  return filled(120, [](std::size_t i) {
    double const k = static_cast<double>(i);
    double const waves = 12 * std::sin(2 * pi * k / 6) + 5 * std::cos(4 * pi * k / 6) + 8 * std::cos(2 * pi * k / 17.5);
    return std::round(100 + 0.5 * k + waves + static_cast<double>(i * 7919 % 13) - 6);
  });
}

Values at(Values const& values, std::vector<std::size_t> const& positions) {
  Values out;
  for (auto const p : positions) out.push_back(values[p]);
  return out;
}

double deviance_of(Form const& form, Weights const& weights) {
  Sample const sample{two_seasons()};
  return Likelihood{sample, form}.deviance(to_point(form, weights));
}

std::unique_ptr<FittedForecaster> fit(Values const& values, Parameters given = {}) {
  return tbats().fit(values, with_defaults(tbats().info(), std::move(given)));
}

std::string failure_of(Values const& values, Parameters given = {}) {
  try {
    (void)fit(values, std::move(given));
  } catch (FitError const& failure) {
    return failure.what();
  }
  return "no FitError";
}

/// R's model of the airline passengers without trend, its states in the order used here.
Json airline_state() {
  std::vector const s{-0.149110846477, 0.0545862723105, -0.0103805601848, 0.00922289682685, 0.00399264322034};
  std::vector const r{0.022440041307, 0.0561919780048, -0.0291893600094, -0.0325855938884, -0.0216523581449};
  std::vector<double> states{6.17174234483};
  for (std::size_t j = 0; j < s.size(); ++j) states.insert(states.end(), {s[j], r[j]});
  Json state;
  state["seasons"] = Json::array({{{"period", 12.0}, {"harmonics", 5}}});
  state["weights"] = {{"lambda", 1.92788826281e-08}, {"alpha", 0.833589591773},     {"gamma1", {-0.00181456959309}},
                      {"gamma2", {0.0032922757397}}, {"ar", std::vector<double>{}}, {"ma", std::vector<double>{}}};
  state["states"] = states;
  state.update({{"scale", 1.0}, {"sigma2", 0.00147925359229}, {"aic", 1403.464}, {"observed", 144}, {"gap", 0}});
  return state;
}

TEST(TbatsLikelihoodTest, agrees_with_the_matrices_of_the_paper) {
  EXPECT_NEAR(deviance_of({}, {1, 0.3}), 1170.60823705, 1e-6);
  EXPECT_NEAR(deviance_of({false, true, true, {{6, 2}}}, {1, 0.2, 0.03, 0.9, {0.01}, {-0.02}}), 1052.19521311, 1e-6);
  Form const all{true, true, true, {{6, 2}, {17.5, 3}}, 2, 1};
  EXPECT_NEAR(deviance_of(all, {0.4, 0.2, 0.03, 0.95, {0.01, 0.002}, {-0.02, 0.003}, {0.5, -0.2}, {0.3}}),
              940.606646454, 1e-6);
}

TEST(TbatsLikelihoodTest, what_is_not_admissible_has_none) {
  Form const form{false, true, true, {{6, 2}}, 1, 1};
  auto const deviance = [&](double alpha, double beta, double ar, double ma) {
    return deviance_of(form, {1, alpha, beta, 0.9, {0.01}, {-0.02}, {ar}, {ma}});
  };
  EXPECT_TRUE(std::isfinite(deviance(0.2, 0.03, 0.5, 0.5)));
  EXPECT_EQ(deviance(2.5, 0.03, 0.5, 0.5), HUGE_VAL);
  EXPECT_EQ(deviance(0.2, 4.0, 0.5, 0.5), HUGE_VAL);
  EXPECT_EQ(deviance(0.2, 0.03, 1.1, 0.5), HUGE_VAL);
  EXPECT_EQ(deviance(0.2, 0.03, 0.5, -1.1), HUGE_VAL);
}

TEST(TbatsDescentTest, ends_where_no_neighbour_is_better) {
  Sample const sample{two_seasons()};
  Form const form{true, false, false, {{6, 2}}, 1, 0};
  Likelihood likelihood{sample, form};
  auto const start = to_point(form, {0.5, 0.1, 0, 1, {}, {}, {0.1}, {}});
  double const before = likelihood.deviance(start);
  auto found = descend(likelihood, start);
  EXPECT_LT(found.deviance, before - 1);

  follow_edge(likelihood, found);

  EXPECT_EQ(likelihood.deviance(found.point), found.deviance);
  for (Eigen::Index i = 0; i < found.point.size(); ++i) {
    for (double const step : {-1e-3, 1e-3}) {
      auto neighbour = found.point;
      neighbour[i] += step;
      clamp(form, neighbour);
      EXPECT_GT(likelihood.deviance(neighbour), found.deviance - 0.05) << "coordinate " << i;
    }
  }
}

TEST(TbatsTest, forecasts_of_the_reference_follow_from_its_states) {
  auto const forecast = tbats().restore(airline_state())->forecast(14, std::array{95.0});
  EXPECT_THAT(forecast.mean,
              Pointwise(DoubleNear(1e-4), {437.052091899, 425.591673168, 489.178582905, 471.705877113, 475.001251406,
                                           532.60279083, 596.482487239, 587.722204317, 513.225039124, 444.256263884,
                                           388.615376626, 432.760281983, 437.052091899, 425.591673168}));
  auto const& [level, lower, upper] = forecast.intervals[0];
  EXPECT_THAT(at(lower, {0, 1, 13}), Pointwise(DoubleNear(1e-4), {405.317250743, 385.977376681, 335.250401808}));
  EXPECT_THAT(at(upper, {0, 1, 13}), Pointwise(DoubleNear(1e-4), {471.271653656, 469.271737842, 540.277575152}));
}

TEST(TbatsTest, the_model_chosen_is_no_worse_than_the_reference_s) {
  auto const aic = [](Parameters given) {
    return fit(two_seasons(), std::move(given))->describe()["aic"].get<double>();
  };
  ValueList const both{6.0, 17.5}, one{6.0};
  EXPECT_LT(aic({{"season_lengths", both}}), 907.459 + 2);
  EXPECT_LT(aic({{"season_lengths", both}, {"arma_errors", false}}), 911.110 + 0.5);
  auto const given = [&](bool box_cox, bool trend) {
    return aic(
        {{"season_lengths", one}, {"box_cox", box_cox}, {"trend", trend}, {"damped", trend}, {"arma_errors", false}});
  };
  EXPECT_LT(given(false, false), 971.621 + 0.5);
  EXPECT_LT(given(false, true), 977.142 + 0.5);
  EXPECT_LT(given(true, false), 974.330 + 0.5);
  EXPECT_LT(given(true, true), 977.077 + 0.5);
}

TEST(TbatsTest, seasons_that_are_no_whole_numbers_go_on) {
  auto const truth = [](std::size_t t) {
    double const k = static_cast<double>(t);
    return 50 + 10 * std::sin(2 * pi * k / 7.3) + 6 * std::cos(2 * pi * k / 23.7);
  };
  RandomStream random{3, 0, 0, 0};
  auto const y = filled(200, [&](std::size_t t) { return truth(t) + 0.5 * random.normal(); });
  auto const forecast = fit(y, {{"season_lengths", ValueList{23.7, 7.3}}})->forecast(30, std::array{95.0});
  for (std::size_t h = 0; h < 30; ++h) EXPECT_NEAR(forecast.mean[h], truth(200 + h), 1.5);
  EXPECT_NEAR(forecast.intervals[0].upper[0] - forecast.mean[0], 1.96 * 0.5, 0.3);
}

TEST(TbatsTest, what_is_given_is_not_chosen) {
  auto const described = [](Parameters given) {
    given["season_lengths"] = ValueList{6.0};
    return fit(two_seasons(), std::move(given))->describe();
  };
  EXPECT_EQ(described({{"box_cox", true}})["box_cox"], true);
  EXPECT_EQ(described({{"box_cox", false}})["box_cox"], false);
  EXPECT_EQ(described({{"trend", false}})["trend"], false);
  EXPECT_EQ(described({{"trend", true}, {"damped", true}})["damped"], true);
  auto const without = described({{"arma_errors", false}});
  EXPECT_EQ(without["p"].get<int>() + without["q"].get<int>(), 0);
}

TEST(TbatsTest, what_cannot_be_fitted_is_said) {
  EXPECT_THAT(failure_of({1, -2, 3, -4, 5, 6, 7, 8}, {{"box_cox", true}}), HasSubstr("positive values only"));
  EXPECT_THAT(failure_of(two_seasons(), {{"trend", false}, {"damped", true}}), HasSubstr("but no trend"));
  EXPECT_THAT(failure_of({1, 2}), HasSubstr("too few values"));
}

TEST(TbatsTest, units_do_not_matter) {
  auto y = two_seasons();
  auto const before = fit(y, {{"season_lengths", ValueList{6.0}}});
  for (double& v : y) v *= 1024;
  auto const after = fit(y, {{"season_lengths", ValueList{6.0}}});
  auto const a = before->forecast(6).mean, b = after->forecast(6).mean;
  for (std::size_t h = 0; h < 6; ++h) EXPECT_NEAR(b[h], 1024 * a[h], 1e-9 * b[h]);
  EXPECT_NEAR(after->describe()["aic"].get<double>() - before->describe()["aic"].get<double>(),
              2 * 120 * std::log(1024), 1e-6);
}

TEST(TbatsTest, missing_values_are_gone_over) {
  auto y = two_seasons();
  y[30] = y[31] = y[77] = none;
  Parameters const given{{"season_lengths", ValueList{6.0, 17.5}}};
  auto const whole = fit(two_seasons(), given)->forecast(6).mean, gaps = fit(y, given)->forecast(6).mean;
  EXPECT_THAT(gaps, Pointwise(DoubleNear(8), whole));

  auto const full = fit(y, given)->forecast(8, std::array{80.0});
  y.insert(y.end(), 3, none);
  auto const later = fit(y, given)->forecast(5, std::array{80.0});
  EXPECT_EQ(later.mean, Values(full.mean.begin() + 3, full.mean.end())) << "forecasts begin after the end";
  EXPECT_EQ(later.intervals[0].upper.front(), full.intervals[0].upper[3]);
}

TEST(TbatsTest, a_restored_model_forecasts_the_same) {
  for (bool const box_cox : {false, true}) {
    auto const fitted = fit(two_seasons(), {{"season_lengths", ValueList{6.0, 17.5}}, {"box_cox", box_cox}});
    auto const restored = tbats().restore(Json::parse(fitted->state().dump()));
    auto const before = fitted->forecast(40, std::array{80.0}), after = restored->forecast(40, std::array{80.0});
    EXPECT_EQ(before.mean, after.mean);
    EXPECT_EQ(before.intervals[0].lower, after.intervals[0].lower);
    EXPECT_EQ(fitted->describe().dump(), restored->describe().dump());
  }
}

TEST(TbatsTest, foreign_states_are_refused) {
  auto const broken = [&](std::string const& path, Json value) {
    auto copy = airline_state();
    copy[Json::json_pointer{path}] = std::move(value);
    return copy;
  };
  for (auto const& foreign :
       {Json::object(), Json::array(), broken("/states", Json::array()), broken("/weights/gamma1", Json::array()),
        broken("/weights/ar", Json::array({0.5})), broken("/seasons/0/harmonics", 1e9), broken("/seasons/0/period", 0),
        broken("/gap", 1e15), broken("/weights", 3)}) {
    EXPECT_THROW((void)tbats().restore(foreign), JobError) << foreign.dump();
  }
}

TEST(TbatsTest, hostile_series_fit_or_fail_cleanly) {
  for (auto const& periods : {ValueList{1.0}, ValueList{4.0}, ValueList{2.0, 5.5}}) {
    auto const parameters = with_defaults(tbats().info(), {{"season_lengths", periods}});
    for (auto const& series : hostile_series()) expect_numbers_or_failure(tbats(), parameters, series);
  }
}

} // namespace
} // namespace rankfold::learners::forecasting
