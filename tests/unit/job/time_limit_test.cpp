#include "job/time_limit.hpp"

#include <gtest/gtest.h>

namespace rankfold::job {
namespace {

TEST(TimeLimitTest, reads_what_batch_systems_write) {
  EXPECT_EQ(parse_time_limit("02:00:00"), 7200);
  EXPECT_EQ(parse_time_limit("90:00"), 5400);
  EXPECT_EQ(parse_time_limit("0:30"), 30);
  EXPECT_EQ(parse_time_limit("1-12"), 36 * 3600);
  EXPECT_EQ(parse_time_limit("1-12:30"), 36 * 3600 + 1800);
  EXPECT_EQ(parse_time_limit("1-12:30:15"), 36 * 3600 + 1815);
  EXPECT_EQ(parse_time_limit("100:00:00"), 360'000);
}

TEST(TimeLimitTest, refuses_what_is_none) {
  for (auto const* text : {"", "90", "2h", ":", "1:", ":1", "1:60", "1:00:60", "-1:00", "1:-1", "1--1:00", "1-", "-",
                           "1-1:1:1:1", "1:1:1:1", "1.5:00", "999999999999999999999:00", "1-1-1:00", " 1:00"}) {
    EXPECT_EQ(parse_time_limit(text), std::nullopt) << text;
  }
}

TEST(TimeLimitTest, writes_what_it_reads) {
  for (std::int64_t const seconds : {0, 59, 60, 3599, 86'399, 86'400, 1'000'000}) {
    EXPECT_EQ(parse_time_limit(time_limit_text(seconds)), seconds);
  }
  EXPECT_EQ(time_limit_text(129'600), "1-12:00:00");
}

} // namespace
} // namespace rankfold::job
