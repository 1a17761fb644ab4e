#include "support/text.hpp"

#include <gtest/gtest.h>

namespace rankfold {
namespace {

std::vector<std::string> const names{"auto_arima", "ets", "naive", "seasonal_naive"};

TEST(NearestNameTest, finds_what_was_meant) {
  EXPECT_EQ(nearest_name("auto_arma", names), "auto_arima");
  EXPECT_EQ(nearest_name("ETS", names), "ets");
  EXPECT_EQ(nearest_name("sesonal_naive", names), "seasonal_naive");
}

TEST(NearestNameTest, gives_nothing_where_nothing_is_near) {
  EXPECT_EQ(nearest_name("gradient_boosting", names), std::nullopt);
  EXPECT_EQ(nearest_name("", names), std::nullopt);
  EXPECT_EQ(did_you_mean("xyz", {}), "");
}

TEST(ParseRealTest, takes_the_whole_text_or_nothing) {
  EXPECT_EQ(parse_real("1.5e3"), 1500.0);
  EXPECT_EQ(parse_real("+2"), 2.0);
  EXPECT_EQ(parse_real("-0.25"), -0.25);
  for (auto const text : {"", "+", "1,5", "1 ", " 1", "0x10", "abc", "1e", "--1", "+-1"}) {
    EXPECT_EQ(parse_real(text), std::nullopt) << text;
  }
}

} // namespace
} // namespace rankfold
