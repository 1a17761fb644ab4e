#include "learners/forecasting/forecasters.hpp"
#include "support/clock.hpp"
#include "unit/learners/random_trials.hpp"
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

/// What holds for every forecaster of the registry, whatever the series and its hyperparameters. A new one is covered
/// without a line here. RANKFOLD_SEED=n draws others.
namespace rankfold::learners::forecasting {
namespace {

using Json = nlohmann::ordered_json;

std::vector const levels{80.0, 95.0};

/// What was fitted, or why it could not be.
struct Outcome {
  std::unique_ptr<FittedForecaster> model;
  std::string reason;
};

template <class Fit> Outcome outcome_of(Fit const& fit) {
  try {
    return {fit(), {}};
  } catch (FitError const& failure) {
    return {nullptr, failure.what()};
  }
}

class AnyForecasterTest : public ::testing::TestWithParam<Forecaster const*> {
protected:
  /// Runs `round` with streams of its own, for so long as tells something.
  template <class Round> void repeat(Round const& round) {
    auto const* given = std::getenv("RANKFOLD_SEED");
    std::uint64_t const seed = given ? std::strtoull(given, nullptr, 10) : 20160401;
    constexpr int fewest = 25, most = 400;
    Stopwatch const watch;
    for (int i = 0; i < most && (i < fewest || watch.seconds() < 1.0) && !HasFailure(); ++i) {
      RandomStream random{seed, 0, i, 0};
      auto const series = random_series(random);
      auto const parameters = i % 3 == 0 ? defaults() : random_parameters(random, forecaster().info());
      SCOPED_TRACE("RANKFOLD_SEED=" + std::to_string(seed) + ", round " + std::to_string(i) + ": " +
                   to_text(Configuration{forecaster().info().name, parameters}) + " on " + series.name);
      round(series.values, parameters, random);
    }
  }

  static Forecaster const& forecaster() { return *GetParam(); }

  static Parameters defaults() {
    Parameters all;
    for (auto const& info : forecaster().info().hyperparameters) all[info.name] = info.default_value;
    return all;
  }
};

/// A Box-Cox transform is bounded: what is forecast beyond its bound comes back as infinity.
bool may_be_infinite(Parameters const& parameters) {
  auto const lambda = parameters.find("lambda");
  return lambda != parameters.end() && !(lambda->second == Value{"none"});
}

void expect_numbers(std::vector<double> const& values, bool infinite) {
  for (double const value : values) {
    ASSERT_TRUE(infinite ? !std::isnan(value) : std::isfinite(value)) << ::testing::PrintToString(values);
  }
}

/// Limits that are not defined are not-a-number, both of them.
void expect_ordered(Forecast const& forecast) {
  ASSERT_EQ(forecast.intervals.size(), levels.size());
  auto const& [narrow, wide] = std::tie(forecast.intervals[0], forecast.intervals[1]);
  for (std::size_t h = 0; h < forecast.mean.size(); ++h) {
    std::vector const ordered{wide.lower[h], narrow.lower[h], narrow.upper[h], wide.upper[h]};
    ASSERT_FALSE(std::ranges::any_of(ordered, [](double x) { return std::isnan(x); }) &&
                 !std::ranges::all_of(ordered, [](double x) { return std::isnan(x); }))
        << ::testing::PrintToString(ordered);
    for (std::size_t i = 1; i < ordered.size(); ++i) {
      ASSERT_FALSE(ordered[i - 1] > ordered[i]) << "step " << h + 1 << ": " << ::testing::PrintToString(ordered);
    }
  }
}

void expect_sound(FittedForecaster const& model, Parameters const& parameters) {
  auto const forecast = model.forecast(15, levels);
  ASSERT_EQ(forecast.mean.size(), 15U);
  expect_numbers(forecast.mean, may_be_infinite(parameters));
  expect_ordered(forecast);
}

void expect_same(FittedForecaster const& a, FittedForecaster const& b) {
  auto const x = a.forecast(15, levels), y = b.forecast(15, levels);
  using ::testing::NanSensitiveDoubleEq;
  EXPECT_EQ(x.mean, y.mean);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    EXPECT_THAT(x.intervals.at(i).lower, ::testing::Pointwise(NanSensitiveDoubleEq(), y.intervals.at(i).lower));
    EXPECT_THAT(x.intervals.at(i).upper, ::testing::Pointwise(NanSensitiveDoubleEq(), y.intervals.at(i).upper));
  }
  EXPECT_EQ(a.describe().dump(), b.describe().dump());
}

TEST_P(AnyForecasterTest, fits_or_says_why_not) {
  int fits = 0, with_limits = 0;
  repeat([&](Values const& values, Parameters const& parameters, RandomStream&) {
    auto const [model, reason] = outcome_of([&] { return forecaster().fit(values, parameters); });
    if (model) {
      ++fits;
      with_limits += std::isfinite(model->forecast(1, levels).intervals.at(0).lower.at(0));
      expect_sound(*model, parameters);
      expect_same(*model, *forecaster().fit(values, parameters));
    } else {
      EXPECT_NE(reason, "");
      EXPECT_EQ(reason.find('\n'), std::string::npos) << reason;
    }
  });
  EXPECT_GT(fits, 5);
  EXPECT_GT(with_limits, fits / 2) << "every forecaster gives intervals";
}

TEST_P(AnyForecasterTest, restored_models_forecast_the_same) {
  repeat([&](Values const& values, Parameters const& parameters, RandomStream&) {
    auto const [model, reason] = outcome_of([&] { return forecaster().fit(values, parameters); });
    if (model) expect_same(*model, *forecaster().restore(Json::parse(model->state().dump())));
  });
}

TEST_P(AnyForecasterTest, a_fit_after_another_is_as_good_as_one_from_nothing) {
  repeat([&](Values const& values, Parameters const& parameters, RandomStream& random) {
    auto const first = std::span{values}.first(values.size() - std::min(values.size(), 1 + random.below(3)));
    auto const before = outcome_of([&] { return forecaster().fit(first, parameters); }).model;
    auto const alone = outcome_of([&] { return forecaster().fit(values, parameters); });
    if (!before) return;
    auto const after = outcome_of([&] { return forecaster().fit_after(*before, values, parameters); });
    EXPECT_FALSE(alone.model && !after.model) << after.reason;
    if (after.model) expect_sound(*after.model, parameters);
    if (after.model && alone.model && !forecaster().info().warm_starts) expect_same(*alone.model, *after.model);
  });
}

/// Something else in the place of one value of a state, at any depth.
void damage(Json& state, RandomStream& random) {
  Json* place = &state;
  while (place->is_structured() && !place->empty() && random.below(4) > 0) {
    auto at = place->begin();
    std::advance(at, static_cast<long>(random.below(place->size())));
    place = &*at;
  }
  static std::vector<Json> const others{nullptr,
                                        0,
                                        -1,
                                        1'000'000'000'000,
                                        0.5,
                                        -1e300,
                                        1e300,
                                        "x",
                                        true,
                                        Json::array(),
                                        Json::object(),
                                        Json::array({1, 2, 3}),
                                        {{"a", 1}}};
  if (place->is_structured() && !place->empty() && random.below(2) == 0) {
    place->erase(std::next(place->begin(), static_cast<long>(random.below(place->size()))));
  } else {
    *place = one_of(random, others);
  }
}

/// Result files come from anywhere. What is no state is refused; what could be one gives some forecast.
TEST_P(AnyForecasterTest, damaged_states_are_refused_or_harmless) {
  repeat([&](Values const& values, Parameters const& parameters, RandomStream& random) {
    auto const [model, reason] = outcome_of([&] { return forecaster().fit(values, parameters); });
    if (!model) return;
    auto state = model->state();
    damage(state, random);
    SCOPED_TRACE(state.dump());
    std::unique_ptr<FittedForecaster> restored;
    try {
      restored = forecaster().restore(state);
    } catch (JobError const&) {
      return;
    }
    EXPECT_EQ(restored->forecast(3, levels).mean.size(), 3U);
    (void)restored->describe();
  });
}

INSTANTIATE_TEST_SUITE_P(Registry, AnyForecasterTest,
                         ::testing::ValuesIn(all_forecasters().begin(), all_forecasters().end()),
                         [](auto const& forecaster) { return forecaster.param->info().name; });

} // namespace
} // namespace rankfold::learners::forecasting
