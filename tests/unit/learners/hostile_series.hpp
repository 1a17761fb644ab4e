#pragma once

#include "learners/learner.hpp"
#include "support/error.hpp"
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

/// Series that have broken forecasters, for the tests of all of them.
namespace rankfold::learners::forecasting {

using Values = std::vector<double>;

struct NamedSeries {
  std::string name;
  Values values;
};

inline Values filled(std::size_t n, std::function<double(std::size_t)> const& value) {
  Values values(n);
  for (std::size_t t = 0; t < n; ++t) values[t] = value(t);
  return values;
}

inline std::vector<NamedSeries> hostile_series() {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  double const infinity = std::numeric_limits<double>::infinity();
  std::vector<NamedSeries> all{{"no values", {}},
                               {"one value", {3.0}},
                               {"two values", {3.0, 5.0}},
                               {"all missing", {nan, nan, nan}},
                               {"an infinite value", {1.0, 2.0, infinity, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0}}};
  for (std::size_t const n : {3U, 6U, 11U, 15U, 40U}) {
    auto const add = [&](std::string const& name, std::function<double(std::size_t)> const& value) {
      all.push_back({name + " of " + std::to_string(n), filled(n, value)});
    };
    add("zeros", [](std::size_t) { return 0.0; });
    add("constant", [](std::size_t) { return 7.5; });
    add("negative constant", [](std::size_t) { return -7.5; });
    add("line", [](std::size_t t) { return 1.0 + static_cast<double>(t); });
    add("falling line through zero", [](std::size_t t) { return 5.0 - static_cast<double>(t); });
    add("exponential", [](std::size_t t) { return std::exp(0.7 * static_cast<double>(t)); });
    add("vanishing", [](std::size_t t) { return std::exp(-5.0 * static_cast<double>(t)); });
    add("alternating", [](std::size_t t) { return t % 2 == 0 ? 1.0 : -1.0; });
    add("alternating, positive", [](std::size_t t) { return t % 2 == 0 ? 1.0 : 1e6; });
    add("spike", [n](std::size_t t) { return t == n / 2 ? 1e6 : 0.0; });
    add("positive spike", [n](std::size_t t) { return t == n / 2 ? 1e9 : 1.0; });
    add("step", [n](std::size_t t) { return t < n / 2 ? 1.0 : 100.0; });
    add("seasonal, exactly", [](std::size_t t) { return static_cast<double>(t % 4) + 1.0; });
    add("huge", [](std::size_t t) { return 1e300 * (1.0 + 0.1 * std::sin(static_cast<double>(t))); });
    add("large", [](std::size_t t) { return 1e140 * (1.0 + 0.1 * std::sin(static_cast<double>(t))); });
    add("tiny", [](std::size_t t) { return 1e-300 * (1.0 + 0.1 * std::sin(static_cast<double>(t))); });
    add("subnormal", [](std::size_t t) { return 5e-324 * static_cast<double>(t % 3); });
    add("missing in the middle",
        [=](std::size_t t) { return t == n / 2 ? nan : 2.0 + std::cos(static_cast<double>(t)); });
    add("missing at the end", [=](std::size_t t) { return t + 2 > n ? nan : 2.0 + std::cos(static_cast<double>(t)); });
    add("every other missing", [=](std::size_t t) { return t % 2 == 0 ? nan : 2.0; });
  }
  return all;
}

/// A fit whose forecasts are numbers in limits that are in order, or a FitError.
inline void expect_numbers_or_failure(Forecaster const& forecaster, Parameters const& parameters,
                                      NamedSeries const& series) {
  SCOPED_TRACE(series.name);
  try {
    auto const fitted = forecaster.fit(series.values, parameters);
    auto const forecast = fitted->forecast(15, std::vector{80.0});
    ASSERT_EQ(forecast.mean.size(), 15U);
    for (double const value : forecast.mean) EXPECT_TRUE(std::isfinite(value));
    for (auto const& interval : forecast.intervals) {
      for (std::size_t h = 0; h < interval.lower.size(); ++h) EXPECT_FALSE(interval.lower[h] > interval.upper[h]);
    }
  } catch (FitError const& failure) {
    EXPECT_NE(std::string{failure.what()}, "");
  }
}

} // namespace rankfold::learners::forecasting
