#include "job/range.hpp"

#include <gtest/gtest.h>

namespace rankfold::job {
namespace {

Range reals(double minimum, double maximum, double step) {
  return {minimum, maximum, Range::Scale::linear, false, step};
}
Range integers(double minimum, double maximum, std::optional<double> step = {}) {
  return {minimum, maximum, Range::Scale::linear, true, step};
}

TEST(RangeTest, both_ends_are_inclusive) {
  EXPECT_EQ(range_size(integers(2, 12)), 11U);
  EXPECT_EQ(range_size(integers(2, 12, 5.0)), 3U);
  EXPECT_EQ(range_size(integers(2, 11, 5.0)), 2U);
  EXPECT_EQ(range_size(integers(7, 7)), 1U);
  EXPECT_EQ(range_value(integers(2, 12, 5.0), 2), Value{12});
  EXPECT_EQ(range_value(integers(-3, 3), 0), Value{-3});
}

TEST(RangeTest, real_steps_are_free_of_rounding_noise) {
  EXPECT_EQ(range_size(reals(0.1, 1.0, 0.1)), 10U);
  EXPECT_EQ(range_value(reals(0.1, 1.0, 0.1), 2), Value{0.3});
  EXPECT_EQ(range_value(reals(0.1, 1.0, 0.1), 9), Value{1.0});
  EXPECT_EQ(range_value(reals(0.1, 0.7, 0.1), 5), Value{0.6});
}

TEST(RangeTest, contains_exactly_its_values) {
  auto const range = reals(0.1, 0.9, 0.2);
  for (std::uint64_t i = 0; i < range_size(range); ++i) EXPECT_TRUE(contains(range, range_value(range, i)));
  EXPECT_FALSE(contains(range, 0.2));
  EXPECT_FALSE(contains(range, -0.1));
  EXPECT_FALSE(contains(range, 1.1));
  EXPECT_FALSE(contains(range, 1)) << "an integer is no real number";
  EXPECT_FALSE(contains(range, "0.3"));
  EXPECT_TRUE(contains(integers(1, 9, 2.0), 5));
  EXPECT_FALSE(contains(integers(1, 9, 2.0), 4));
}

TEST(RangeTest, without_step_it_contains_everything_between_its_ends) {
  Range const range{0.001, 10.0, Range::Scale::log, false, {}};
  EXPECT_TRUE(contains(range, 0.123456));
  EXPECT_TRUE(contains(range, 10.0));
  EXPECT_FALSE(contains(range, 10.1));
}

TEST(RangeTest, counts_the_largest_without_overflow) {
  EXPECT_EQ(range_size(integers(-0x1p53, 0x1p53)), (std::uint64_t{1} << 54) + 1);
  EXPECT_GE(range_size(reals(-1e300, 1e300, 1e-300)), std::uint64_t{1} << 61);
}

} // namespace
} // namespace rankfold::job
