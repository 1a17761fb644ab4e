#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include "support/random.hpp"

#include <cmath>
#include <functional>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace rankfold::learners::forecasting {
namespace {

using Series = std::vector<double>;
using Fitted = std::unique_ptr<FittedForecaster>;

Series simulate(std::size_t n, std::function<double(Series const& past, double noise)> const& next) {
  RandomStream random{33, 0, 0, 0};
  Series x;
  while (x.size() < n) x.push_back(next(x, random.normal()));
  return x;
}

double lagged(Series const& x, std::size_t lag) { return x.size() < lag ? 0 : x[x.size() - lag]; }

Series autoregression(std::size_t n) {
  return simulate(n, [](auto const& x, double e) { return 3 + 0.5 * lagged(x, 1) + 0.3 * lagged(x, 2) + e; });
}

struct Case {
  char const* name;
  std::size_t length;
  int season;
  std::function<double(Series const& past, double noise)> next;
};

void PrintTo(Case const& c, std::ostream* out) { *out << c.name; }

class Chain {
public:
  Chain(Forecaster const& forecaster, Parameters given) :
      forecaster_{forecaster}, parameters_{with_defaults(forecaster.info(), std::move(given))} {}

  [[nodiscard]] Fitted cold(Series const& x, std::size_t n) const {
    return forecaster_.fit(std::span{x}.first(n), parameters_);
  }
  [[nodiscard]] Fitted after(FittedForecaster const& previous, Series const& x, std::size_t n) const {
    return forecaster_.fit_after(previous, std::span{x}.first(n), parameters_);
  }

private:
  Forecaster const& forecaster_;
  Parameters parameters_;
};

/// Both searches take steps to the best neighbour, so either may miss an order that the other one finds: seldom, and
/// not in these series.
class AutoArimaChainTest : public testing::TestWithParam<Case> {};

TEST_P(AutoArimaChainTest, is_no_worse_than_fits_from_scratch) {
  auto const& [name, length, season, next] = GetParam();
  auto const x = simulate(length, next);
  Chain const chain{auto_arima(), {{"season_length", season}}};
  for (std::size_t const step : {1, 2}) {
    auto fitted = chain.cold(x, length - 4 * step);
    for (std::size_t n = length - 3 * step; n <= length; n += step) {
      fitted = chain.after(*fitted, x, n);

      auto const warm = fitted->describe(), cold = chain.cold(x, n)->describe();

      EXPECT_EQ(warm["order"][1], cold["order"][1]);
      EXPECT_EQ(warm["seasonal_order"][1], cold["seasonal_order"][1]);
      EXPECT_LE(warm["aicc"].get<double>(), cold["aicc"].get<double>() + 0.01) << "after " << n << " values";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    series, AutoArimaChainTest,
    testing::Values(
        Case{"white_noise", 590, 1, [](auto const&, double e) { return 8 + e; }},
        Case{"autoregression", 650, 1,
             [](auto const& x, double e) { return 0.5 * lagged(x, 1) + 0.3 * lagged(x, 2) + e; }},
        Case{"random_walk_with_drift", 700, 1, [](auto const& x, double e) { return 0.4 + lagged(x, 1) + e; }},
        Case{"seasonal_autoregression", 660, 7,
             [](auto const& x, double e) { return 0.5 * lagged(x, 7) + 0.2 * lagged(x, 1) + e; }},
        Case{"strong_season", 600, 12,
             [](auto const& x, double e) { return 10 * std::sin(static_cast<double>(x.size()) * M_PI / 6) + e; }}),
    [](auto const& instance) { return instance.param.name; });

TEST(ArimaWarmStartTest, the_same_arguments_give_the_same_model_to_the_last_bit) {
  auto const x = autoregression(620);
  Chain const chain{auto_arima(), {}};
  auto const first = chain.cold(x, 618);

  auto const once = chain.after(*first, x, 620), again = chain.after(*first, x, 620);

  EXPECT_EQ(once->state(), again->state());
}

TEST(ArimaWarmStartTest, a_model_fitted_after_another_is_stored_and_restored_like_any_other) {
  auto const x = autoregression(580);
  Chain const chain{auto_arima(), {}};
  auto const fitted = chain.after(*chain.cold(x, 579), x, 580);

  auto const restored = auto_arima().restore(nlohmann::ordered_json::parse(fitted->state().dump()));

  EXPECT_EQ(restored->forecast(5).mean, fitted->forecast(5).mean);
}

/// Where nothing can be made of the previous fit, fit_after is fit.
void expect_cold(Chain const& chain, FittedForecaster const& previous, Series const& x) {
  EXPECT_EQ(chain.after(previous, x, x.size())->state(), chain.cold(x, x.size())->state());
}

TEST(ArimaWarmStartTest, starts_from_scratch_after_a_restored_model) {
  auto const x = autoregression(560);
  Chain const chain{auto_arima(), {}};
  expect_cold(chain, *auto_arima().restore(chain.cold(x, 559)->state()), x);
}

TEST(ArimaWarmStartTest, starts_from_scratch_where_values_are_missing) {
  auto x = autoregression(560);
  x[520] = std::nan("");
  auto late = autoregression(560);
  late[558] = std::nan("");
  Chain const chain{auto_arima(), {}};
  expect_cold(chain, *chain.cold(x, 559), x);
  expect_cold(chain, *chain.cold(late, 558), late);
}

TEST(ArimaWarmStartTest, starts_from_scratch_where_a_series_is_short) {
  auto const x = autoregression(200);
  Chain const chain{auto_arima(), {}};
  expect_cold(chain, *chain.cold(x, 199), x);
}

TEST(ArimaWarmStartTest, starts_from_scratch_where_the_transform_is_chosen_by_the_data) {
  auto x = autoregression(560);
  for (double& v : x) v = std::exp(0.1 * v);
  Chain const chain{auto_arima(), {{"lambda", "auto"}}};
  expect_cold(chain, *chain.cold(x, 559), x);
}

TEST(ArimaWarmStartTest, starts_from_scratch_where_the_differences_change) {
  auto x = autoregression(100);
  for (std::size_t t = 70; t < x.size(); ++t) x[t] += 0.4 * static_cast<double>(t - 69);
  Chain const chain{auto_arima(), {}};
  auto const first = chain.cold(x, 70);
  ASSERT_NE(first->describe()["order"][1], chain.cold(x, 100)->describe()["order"][1]);

  expect_cold(chain, *first, x);
}

TEST(ArimaWarmStartTest, starts_from_scratch_where_the_series_has_grown_much) {
  auto const x = autoregression(720);
  Chain const chain{auto_arima(), {}};
  expect_cold(chain, *chain.cold(x, 700), x);
}

TEST(ArimaWarmStartTest, goes_on_from_a_series_that_was_constant) {
  Series x(30, 4.0);
  x.insert(x.end(), {5.0, 3.5, 4.5, 2.0});
  Chain const chain{auto_arima(), {}};
  expect_cold(chain, *chain.cold(x, 30), x);
}

} // namespace
} // namespace rankfold::learners::forecasting
