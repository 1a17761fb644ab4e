#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include "support/error.hpp"
#include "support/random.hpp"

#include <cmath>
#include <gtest/gtest.h>

/// Whatever the series, there is a fit with finite forecasts, or a FitError.
namespace rankfold::learners::forecasting {
namespace {

struct Generator {
  char const* name;
  double (*value)(int t, int n, double e);
};

constexpr Generator generators[]{
    {"zeros", [](int, int, double) { return 0.0; }},
    {"constant", [](int, int, double) { return 5.0; }},
    {"huge", [](int t, int, double) { return t % 2 == 0 ? 1e300 : -1e300; }},
    {"large", [](int, int, double e) { return 1e140 * e; }},
    {"tiny", [](int, int, double e) { return 1e-300 * e; }},
    {"alternating", [](int t, int, double) { return t % 2 == 0 ? 1.0 : -1.0; }},
    {"spike", [](int t, int n, double) { return t == n / 2 ? 1000.0 : 0.0; }},
    {"last value alone", [](int t, int n, double) { return t == n - 1 ? 1.0 : 0.0; }},
    {"noise", [](int, int, double e) { return e; }},
    {"noise on a high level", [](int, int, double e) { return 1e8 + 1e-3 * e; }},
    {"counts", [](int, int, double e) { return std::floor(std::abs(e)); }},
    {"line", [](int t, int, double) { return double(t); }},
    {"parabola", [](int t, int, double) { return double(t) * t; }},
    {"exponential", [](int t, int, double) { return std::exp(0.2 * t); }},
    {"sine", [](int t, int, double) { return std::sin(t * 2 * M_PI / 7); }},
    {"weekly pattern", [](int t, int, double e) { return t % 7 + 0.01 * e; }},
    {"gaps", [](int t, int, double e) { return t % 5 == 3 ? std::nan("") : 10 + e; }},
    {"late start", [](int t, int n, double e) { return t < n / 2 ? std::nan("") : e; }},
    {"early end", [](int t, int n, double e) { return t > n / 2 ? std::nan("") : e; }},
    {"every other value", [](int t, int, double e) { return t % 2 == 0 ? t + e : std::nan(""); }},
    {"nothing", [](int, int, double) { return std::nan(""); }},
    {"infinite", [](int t, int, double e) { return t == 3 ? HUGE_VAL : e; }},
};

void expect_fit_or_error(Forecaster const& forecaster, std::vector<double> const& x, Parameters given,
                         std::string const& what) {
  std::array<double, 2> const levels{80, 95};
  try {
    auto const model = forecaster.fit(x, with_defaults(forecaster.info(), std::move(given)));
    auto const forecast = model->forecast(10, levels);
    for (double const v : forecast.mean) EXPECT_TRUE(std::isfinite(v)) << what;
    for (auto const& interval : forecast.intervals)
      for (std::size_t h = 0; h < 10; ++h) EXPECT_LE(interval.lower[h], interval.upper[h]) << what;
  } catch (FitError const& error) {
    EXPECT_STRNE(error.what(), "") << what;
  }
}

TEST(ArimaHostileSeriesTest, is_fitted_or_refused) {
  RandomStream random{31, 0, 0, 0};
  for (auto const& generator : generators)
    for (int const n : {0, 1, 2, 3, 5, 9, 14, 40})
      for (int const period : {1, 7}) {
        std::vector<double> x;
        for (int t = 0; t < n; ++t) x.push_back(generator.value(t, n, random.normal()));
        auto const what =
            std::string{generator.name} + ", n = " + std::to_string(n) + ", m = " + std::to_string(period);
        expect_fit_or_error(auto_arima(), x, {{"season_length", period}}, what + ", auto");
        expect_fit_or_error(arima(), x, {{"order", ValueList{2, 0, 1}}}, what + ", (2,0,1)");
        if (period > 1)
          expect_fit_or_error(
              arima(), x,
              {{"order", ValueList{0, 1, 1}}, {"seasonal_order", ValueList{0, 1, 1}}, {"season_length", period}},
              what + ", (0,1,1)(0,1,1)");
      }
}

TEST(ArimaHostileSeriesTest, equal_input_gives_equal_output) {
  RandomStream random{32, 0, 0, 0};
  std::vector<double> x;
  for (int t = 0; t < 100; ++t) x.push_back(random.normal() + (t > 0 ? 0.8 * x.back() : 0));
  auto const parameters = with_defaults(auto_arima().info(), {{"season_length", 7}});

  auto const first = auto_arima().fit(x, parameters), second = auto_arima().fit(x, parameters);

  EXPECT_EQ(first->forecast(5).mean, second->forecast(5).mean);
}

} // namespace
} // namespace rankfold::learners::forecasting
