#include "learners/forecasting/arima/polynomial.hpp"

#include "support/random.hpp"

#include <cmath>
#include <gmock/gmock.h>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

std::vector<double> random_pacf(RandomStream& random, std::size_t size) {
  std::vector<double> pacf(size);
  for (double& r : pacf) r = std::tanh(random.normal());
  return pacf;
}

TEST(ArimaPolynomialTest, partial_autocorrelations_come_back) {
  RandomStream random{1, 0, 0, 0};
  for (std::size_t p = 1; p <= 6; ++p) {
    auto const pacf = random_pacf(random, p);
    std::vector<double> ar(p);
    PartialAutocorrelations transform;

    transform.to_ar(pacf, ar);

    EXPECT_THAT(to_pacf(ar), Pointwise(DoubleNear(1e-8), pacf)) << "p = " << p;
    EXPECT_TRUE(roots_beyond(ar, 1.0));
  }
}

TEST(ArimaPolynomialTest, derivatives_agree_with_differences) {
  RandomStream random{2, 0, 0, 0};
  auto pacf = random_pacf(random, 4);
  std::vector<double> const by_ar{0.3, -1.2, 0.7, 2.0};
  auto const weighted = [&](std::span<double const> at) {
    std::vector<double> ar(at.size());
    PartialAutocorrelations{}.to_ar(at, ar);
    double sum = 0;
    for (std::size_t i = 0; i < ar.size(); ++i) sum += by_ar[i] * ar[i];
    return sum;
  };
  std::vector<double> ar(4), by_pacf(4);
  PartialAutocorrelations transform;
  transform.to_ar(pacf, ar);

  transform.pull_back(pacf, by_ar, by_pacf);

  for (std::size_t i = 0; i < 4; ++i) {
    double const at = pacf[i], step = 1e-6;
    pacf[i] = at + step;
    double const above = weighted(pacf);
    pacf[i] = at - step;
    double const below = weighted(pacf);
    pacf[i] = at;
    EXPECT_NEAR(by_pacf[i], (above - below) / (2 * step), 1e-7) << "pacf " << i;
  }
}

TEST(ArimaPolynomialTest, root_moduli_are_compared_with_the_radius) {
  std::vector<double> const root_at_two{0.5};             // 1 - z/2
  std::vector<double> const roots_at_ten_ninths{0, 0.81}; // 1 - 0.81 z^2

  EXPECT_TRUE(roots_beyond(root_at_two, 1.99));
  EXPECT_FALSE(roots_beyond(root_at_two, 2.01));
  EXPECT_TRUE(roots_beyond(roots_at_ten_ninths, 1.11));
  EXPECT_FALSE(roots_beyond(roots_at_ten_ninths, 1.12));
  EXPECT_TRUE(roots_beyond({}, 100));
}

TEST(ArimaPolynomialTest, a_polynomial_that_is_not_stationary_has_no_partial_autocorrelations) {
  EXPECT_TRUE(to_pacf(std::vector<double>{1.2}).empty());
  EXPECT_TRUE(to_pacf(std::vector<double>{0.5, 0.6}).empty());
}

TEST(ArimaPolynomialTest, seasonal_factors_multiply) {
  std::vector<double> const plain{0.5}, seasonal{0.3};
  std::vector<double> full(5);

  multiply(plain, seasonal, 4, -1, full); // (1 - 0.5 B)(1 - 0.3 B^4)
  EXPECT_THAT(full, testing::ElementsAre(0.5, 0, 0, 0.3, -0.15));

  multiply(plain, seasonal, 4, +1, full);
  EXPECT_THAT(full, testing::ElementsAre(0.5, 0, 0, 0.3, 0.15));
}

} // namespace
} // namespace rankfold::learners::forecasting::box_jenkins
