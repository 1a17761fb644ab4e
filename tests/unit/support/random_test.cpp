#include "support/random.hpp"

#include "support/error.hpp"
#include <array>
#include <cmath>
#include <gtest/gtest.h>

namespace rankfold {
namespace {

TEST(RandomStreamTest, equal_keys_give_equal_streams) {
  RandomStream a{7, 1, 2, 3};
  RandomStream b{7, 1, 2, 3};
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(a(), b());
}

TEST(RandomStreamTest, every_part_of_the_key_makes_another_stream) {
  RandomStream base{7, 1, 2, 3};
  auto const first = base();
  EXPECT_NE(first, (RandomStream{8, 1, 2, 3}()));
  EXPECT_NE(first, (RandomStream{7, 2, 2, 3}()));
  EXPECT_NE(first, (RandomStream{7, 1, 3, 3}()));
  EXPECT_NE(first, (RandomStream{7, 1, 2, 4}()));
}

TEST(RandomStreamTest, below_is_uniform) {
  RandomStream stream{1, 0, 0, 0};
  std::array<int, 6> count{};
  for (int i = 0; i < 60000; ++i) ++count[stream.below(6)];
  for (int const c : count) EXPECT_NEAR(c, 10000, 500); // five standard deviations
}

TEST(RandomStreamTest, below_zero_is_a_broken_contract) {
  RandomStream stream{1, 0, 0, 0};
  EXPECT_THROW((void)stream.below(0), ContractViolation);
}

TEST(RandomStreamTest, normal_has_mean_zero_and_variance_one) {
  RandomStream stream{1, 0, 0, 0};
  double sum = 0, squares = 0;
  int const n = 100000;
  for (int i = 0; i < n; ++i) {
    double const x = stream.normal();
    ASSERT_TRUE(std::isfinite(x));
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / n, 0, 0.02);
  EXPECT_NEAR(squares / n, 1, 0.03);
}

} // namespace
} // namespace rankfold
