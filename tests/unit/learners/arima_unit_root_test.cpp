#include "learners/forecasting/arima/unit_roots.hpp"

#include "learners/forecasting/arima/box_cox.hpp"
#include "learners/forecasting/arima/differencing.hpp"
#include "learners/forecasting/arima/stl.hpp"
#include "support/random.hpp"

#include <cmath>
#include <gmock/gmock.h>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

std::vector<double> white_noise(std::size_t n) {
  RandomStream random{11, 0, 0, 0};
  std::vector<double> x(n);
  for (double& v : x) v = random.normal();
  return x;
}

std::vector<double> random_walk(std::size_t n) {
  auto x = white_noise(n);
  for (std::size_t t = 1; t < n; ++t) x[t] += x[t - 1];
  return x;
}

class UnitRootTest_ : public testing::TestWithParam<UnitRootTest> {};

TEST_P(UnitRootTest_, noise_needs_no_difference_and_a_random_walk_one) {
  EXPECT_EQ(difference_count(white_noise(300), GetParam(), 2), 0);
  EXPECT_EQ(difference_count(random_walk(300), GetParam(), 2), 1);
}

TEST_P(UnitRootTest_, takes_any_series) {
  for (std::size_t n = 0; n < 12; ++n) {
    EXPECT_LE(difference_count(white_noise(n), GetParam(), 2), 2);
    EXPECT_EQ(difference_count(std::vector<double>(n, 4.2), GetParam(), 2), 0);
    EXPECT_EQ(difference_count(std::vector<double>(n, std::nan("")), GetParam(), 2), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(tests, UnitRootTest_,
                         testing::Values(UnitRootTest::kpss, UnitRootTest::adf, UnitRootTest::pp));

TEST(SeasonalTestsTest, a_strong_season_needs_a_difference_and_noise_none) {
  auto x = white_noise(240);
  EXPECT_EQ(seasonal_difference_count(x, 12, SeasonalTest::strength, 1), 0);
  for (std::size_t t = 0; t < x.size(); ++t) x[t] += 5 * std::sin(static_cast<double>(t) * 2 * M_PI / 12);

  EXPECT_GT(seasonal_strength(x, 12), 0.9);
  EXPECT_EQ(seasonal_difference_count(x, 12, SeasonalTest::strength, 1), 1);
}

TEST(SeasonalTestsTest, ocsb_finds_a_seasonal_unit_root) {
  auto x = white_noise(400);
  for (std::size_t t = 4; t < x.size(); ++t) x[t] += x[t - 4];

  EXPECT_EQ(seasonal_difference_count(x, 4, SeasonalTest::ocsb, 1), 1);
  EXPECT_EQ(seasonal_difference_count(white_noise(400), 4, SeasonalTest::ocsb, 1), 0);
}

TEST(SeasonalTestsTest, takes_short_and_constant_series) {
  for (std::size_t n = 0; n < 40; ++n)
    for (auto const test : {SeasonalTest::strength, SeasonalTest::ocsb}) {
      EXPECT_LE(seasonal_difference_count(white_noise(n), 7, test, 1), 1);
      EXPECT_EQ(seasonal_difference_count(std::vector<double>(n, 3.0), 7, test, 1), 0);
    }
}

TEST(StlTest, gives_back_a_trend_and_a_season_without_noise) {
  std::vector<double> x, trend, season;
  for (int t = 0; t < 60; ++t) {
    trend.push_back(0.5 * t);
    season.push_back(t % 4 == 0 ? 3 : -1);
    x.push_back(trend.back() + season.back());
  }

  auto const parts = stl(x, 4);

  EXPECT_THAT(parts.seasonal, Pointwise(DoubleNear(0.1), season));
  EXPECT_THAT(parts.trend, Pointwise(DoubleNear(0.1), trend));
}

TEST(DifferencingTest, takes_differences_until_nothing_is_left) {
  std::vector<double> const x{1, 4, 9, 16, 25};
  EXPECT_THAT(difference(x, 1, 2), testing::ElementsAre(2, 2, 2));
  EXPECT_THAT(difference(x, 3, 1), testing::ElementsAre(15, 21));
  EXPECT_TRUE(difference(x, 5, 1).empty());
  EXPECT_THAT(integration_weights({.d = 1, .D = 1, .period = 3}), testing::ElementsAre(1, 0, 1, -1));
}

TEST(BoxCoxTest, comes_back_and_guerrero_finds_the_logarithm_of_growing_swings) {
  for (double const lambda : {-0.5, 0.0, 0.3, 1.0, 2.0})
    EXPECT_NEAR(inverse_box_cox(box_cox(7.5, lambda), lambda), 7.5, 1e-12);
  std::vector<double> x;
  for (int t = 0; t < 120; ++t) x.push_back(std::exp(0.03 * t + 0.3 * std::sin(t * 2 * M_PI / 12)));

  EXPECT_NEAR(guerrero_lambda(x, 12, -1, 2), 0, 0.05);
}

} // namespace
} // namespace rankfold::learners::forecasting::box_jenkins
