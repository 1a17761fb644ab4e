#include "learners/forecasting/arima/arma_objective.hpp"
#include "learners/forecasting/arima/kalman.hpp"
#include "learners/forecasting/arima/polynomial.hpp"
#include "support/random.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// Autocovariances 0 ... n - 1 from the moving average form of infinite order, with innovations of variance 1.
std::vector<double> autocovariances(Order const& order, Coefficients const& c, std::size_t n) {
  auto const r = static_cast<std::size_t>(order.state_size());
  std::vector<double> ar(r), ma(r), psi(30000);
  multiply(c.ar, c.sar, order.period, -1, ar);
  multiply(c.ma, c.sma, order.period, +1, ma);
  for (std::size_t k = 0; k < psi.size(); ++k) {
    psi[k] = k == 0 ? 1 : k <= r ? ma[k - 1] : 0;
    for (std::size_t j = 1; j <= std::min(k, r); ++j) psi[k] += ar[j - 1] * psi[k - j];
  }
  std::vector<double> out(n, 0.0);
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t j = 0; j + k < psi.size(); ++j) out[k] += psi[j] * psi[j + k];
  return out;
}

/// n/2 log S + 1/2 log det over the values that are there, from the whole covariance matrix. The regressor is a
/// constant.
double from_covariance_matrix(std::vector<double> const& x, Order const& order, Coefficients const& c, bool constant) {
  auto const covariance = autocovariances(order, c, x.size());
  std::vector<std::size_t> there;
  for (std::size_t t = 0; t < x.size(); ++t)
    if (!std::isnan(x[t])) there.push_back(t);
  Matrix factor;
  factor.reset(there.size());
  std::vector<double> y, one(there.size(), 1.0);
  for (std::size_t i = 0; i < there.size(); ++i) {
    y.push_back(x[there[i]]);
    for (std::size_t j = 0; j <= i; ++j) factor(i, j) = covariance[there[i] - there[j]];
  }
  EXPECT_TRUE(cholesky(factor));
  solve_lower(factor, y);
  solve_lower(factor, one);
  double yy = 0, y1 = 0, ones = 0, log_det = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    yy += y[i] * y[i];
    y1 += y[i] * one[i];
    ones += one[i] * one[i];
    log_det += 2 * std::log(factor(i, i));
  }
  double const squares = constant ? yy - y1 * y1 / ones : yy;
  return 0.5 * (static_cast<double>(y.size()) * std::log(squares) + log_det);
}

std::vector<double> noise(RandomStream& random, std::size_t n) {
  std::vector<double> x(n);
  for (std::size_t t = 0; t < n; ++t) x[t] = random.normal() + (t > 0 ? 0.5 * x[t - 1] : 0.0);
  return x;
}

Coefficients random_model(RandomStream& random, Order const& order) {
  std::vector<double> point(static_cast<std::size_t>(order.parameters()));
  for (double& z : point) z = 0.7 * random.normal();
  return ArmaObjective::model(order, point);
}

Sample sample_of(std::vector<double> values, bool constant) {
  Sample sample{std::move(values), {}};
  if (constant) sample.regressors.emplace_back(sample.values.size(), 1.0);
  return sample;
}

class ArimaLikelihoodTest : public testing::TestWithParam<Order> {};

TEST_P(ArimaLikelihoodTest, is_that_of_the_covariance_matrix) {
  RandomStream random{3, 0, 0, 0};
  for (std::size_t const n : {3U, 9U, 25U, 60U})
    for (bool const constant : {false, true}) {
      auto const sample = sample_of(noise(random, n), constant);
      auto const model = random_model(random, GetParam());

      ArmaCriterion criterion{Criterion::exact};
      double const value = criterion.evaluate(sample, GetParam(), model);

      EXPECT_NEAR(value, from_covariance_matrix(sample.values, GetParam(), model, constant), 1e-5) << "n = " << n;
    }
}

TEST_P(ArimaLikelihoodTest, derivatives_agree_with_differences) {
  RandomStream random{4, 0, 0, 0};
  for (auto const kind : {Criterion::exact, Criterion::conditional})
    for (std::size_t const n : {40U, 150U}) {
      auto const sample = sample_of(noise(random, n), true);
      ArmaCriterion criterion{kind};
      ArmaObjective objective{criterion, sample, GetParam()};
      std::vector<double> point(static_cast<std::size_t>(GetParam().parameters())), gradient(point.size()),
          ignored(point.size());
      for (double& z : point) z = 0.7 * random.normal();

      objective.evaluate(point, gradient);

      for (std::size_t i = 0; i < point.size(); ++i) {
        double const at = point[i], step = 1e-5;
        point[i] = at + step;
        double const above = objective.evaluate(point, ignored);
        point[i] = at - step;
        double const below = objective.evaluate(point, ignored);
        point[i] = at;
        EXPECT_NEAR(gradient[i], (above - below) / (2 * step), 1e-4 * (1 + std::abs(gradient[i]))) << "variable " << i;
      }
    }
}

TEST_P(ArimaLikelihoodTest, kalman_filter_skips_missing_values) {
  RandomStream random{5, 0, 0, 0};
  auto x = noise(random, 60);
  for (std::size_t const t : {0U, 7U, 8U, 30U, 59U}) x[t] = std::nan("");
  auto const model = random_model(random, GetParam());
  KalmanLikelihood likelihood{x, {std::vector<double>(x.size(), 1.0)}, GetParam()};

  double const value = likelihood.evaluate(model);

  EXPECT_EQ(likelihood.terms(), 55U);
  EXPECT_NEAR(value, from_covariance_matrix(x, GetParam(), model, true), 1e-5);
}

TEST_P(ArimaLikelihoodTest, kalman_filter_of_levels_is_the_likelihood_of_differences) {
  RandomStream random{6, 0, 0, 0};
  auto order = GetParam();
  order.d = 1;
  order.D = order.period > 1 ? 1 : 0;
  auto const x = noise(random, 80);
  std::vector<double> differenced;
  auto const lost = static_cast<std::size_t>(order.lost());
  for (std::size_t t = lost; t < x.size(); ++t)
    differenced.push_back(order.D == 0 ? x[t] - x[t - 1] : x[t] - x[t - 1] - x[t + 1 - lost] + x[t - lost]);
  auto const model = random_model(random, order);
  KalmanLikelihood levels{x, {}, order};
  ArmaCriterion differences{Criterion::exact};

  double const of_levels = levels.evaluate(model);
  double const of_differences = differences.evaluate(sample_of(differenced, false), order, model);

  EXPECT_NEAR(of_levels, of_differences, 1e-6 * (1 + std::abs(of_differences)));
}

INSTANTIATE_TEST_SUITE_P(orders, ArimaLikelihoodTest,
                         testing::Values(Order{.p = 1}, Order{.q = 1}, Order{.p = 2, .q = 1}, Order{.p = 1, .q = 3},
                                         Order{.p = 2, .q = 2, .P = 1, .Q = 1, .period = 4},
                                         Order{.p = 3, .P = 2, .period = 4}, Order{.q = 1, .Q = 2, .period = 7},
                                         Order{.p = 1, .q = 1, .Q = 1, .period = 12}));

TEST(ArimaLikelihoodTest, buffers_of_a_larger_order_do_not_leak_into_a_smaller_one) {
  RandomStream random{7, 0, 0, 0};
  auto const sample = sample_of(noise(random, 50), true);
  Order const large{.p = 2, .q = 2, .P = 1, .period = 4}, none{};
  ArmaCriterion used{Criterion::exact}, fresh{Criterion::exact};
  used.evaluate(sample, large, random_model(random, large));

  double const value = used.evaluate(sample, none, {});

  EXPECT_EQ(value, fresh.evaluate(sample, none, {}));
}

} // namespace
} // namespace rankfold::learners::forecasting::box_jenkins
