#include "learners/forecasting/ets/simplex.hpp"
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {
namespace {

using Point = std::vector<double>;

TEST(EtsSimplexTest, finds_the_valley_of_rosenbrocks_function) {
  auto const f = [](Point const& x) { return 100.0 * std::pow(x[1] - x[0] * x[0], 2) + std::pow(1.0 - x[0], 2); };

  auto const best = minimise_by_simplex(f, {-1.2, 1.0}, {1.4901161193847656e-8, 500});

  // R 4.2.2: optim(c(-1.2, 1), f) stops at 1.000260 1.000506.
  EXPECT_NEAR(best[0], 1.000260, 1e-6);
  EXPECT_NEAR(best[1], 1.000506, 1e-6);
}

TEST(EtsSimplexTest, stays_where_the_function_is_allowed) {
  auto const f = [](Point const& x) { return x[0] < 1.0 ? std::numeric_limits<double>::infinity() : x[0]; };
  EXPECT_NEAR(minimise_by_simplex(f, {5.0}, {1e-10, 200})[0], 1.0, 1e-6);
}

TEST(EtsSimplexTest, gives_the_start_back_where_it_is_not_allowed) {
  auto const f = [](Point const&) { return std::nan(""); };
  EXPECT_EQ(minimise_by_simplex(f, {5.0, 2.0}, {1e-8, 200}), (Point{5.0, 2.0}));
}

TEST(EtsSimplexTest, stops_after_the_evaluations_it_is_given) {
  int calls = 0;
  auto const f = [&calls](Point const& x) {
    ++calls;
    return -x[0] - x[1];
  };
  (void)minimise_by_simplex(f, {1.0, 1.0}, {1e-8, 100});
  EXPECT_LE(calls, 105);
}

} // namespace
} // namespace rankfold::learners::forecasting::smoothing
