#include "data/cell.hpp"

#include "data/time_point.hpp"
#include <cmath>
#include <gtest/gtest.h>

namespace rankfold::data {
namespace {

TEST(ParseCellTest, reads_numbers) {
  EXPECT_EQ(parse_cell("12"), 12.0);
  EXPECT_EQ(parse_cell("-0.5"), -0.5);
  EXPECT_EQ(parse_cell(" +1e3\t"), 1000.0);
  EXPECT_EQ(parse_cell("inf"), INFINITY);
  EXPECT_EQ(parse_cell("1e999"), INFINITY);
}

TEST(ParseCellTest, knows_missing_values) {
  for (auto const text : {"", " ", "\t", "NA", "na", "NaN", "nan", "null", "NULL", "None", "?", " ? "}) {
    auto const value = parse_cell(text);
    ASSERT_TRUE(value.has_value()) << text;
    EXPECT_TRUE(std::isnan(*value)) << text;
  }
}

TEST(ParseCellTest, refuses_anything_else) {
  for (auto const text : {"abc", "1,5", "1 2", "0x10", "+-1", "--1", "1e", "-", "+", ".", "NAN1", "12:00"}) {
    EXPECT_EQ(parse_cell(text), std::nullopt) << text;
  }
}

TEST(CleanTextTest, is_utf8_without_nul) {
  for (auto const text : {"", "abc", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "a\nb"}) {
    EXPECT_TRUE(is_clean_text(text)) << text;
  }
  using namespace std::string_view_literals;
  for (auto const text : {"a\0b"sv, "\xff"sv, "\xc3"sv, "\xc0\x80"sv, "\xed\xa0\x80"sv, "\xf4\x90\x80\x80"sv, "\xe4"sv,
                          "\xe2\x82"sv, "\xf8\x88\x80\x80\x80"sv, "\x80"sv}) {
    EXPECT_FALSE(is_clean_text(text)) << text;
  }
}

double seconds_of(std::string_view text) {
  auto const time = parse_time(text);
  if (!time || time->kind != TimePoint::Kind::date) return NAN;
  return time->value;
}

TEST(ParseTimeTest, reads_dates) {
  EXPECT_EQ(seconds_of("1970-01-01"), 0);
  EXPECT_EQ(seconds_of("1970-02"), 31 * 86400);
  EXPECT_EQ(seconds_of("2000-02-29"), 951782400);
  EXPECT_EQ(seconds_of("1871-01-01"), -3124137600);
  EXPECT_EQ(seconds_of("2000-06-05T23:00:00"), 960246000);
  EXPECT_EQ(seconds_of("2000-06-05 23:00"), 960246000);
  EXPECT_EQ(seconds_of("2000-06-05T23"), 960246000);
  EXPECT_EQ(seconds_of("2000-06-05T23:00:00.25Z"), 960246000.25);
  EXPECT_EQ(seconds_of("2000-06-06T01:00:00+02:00"), 960246000);
  EXPECT_EQ(seconds_of("2000-06-05T18:30-0430"), 960246000);
  EXPECT_EQ(seconds_of(" 1970-01-02 "), 86400);
}

TEST(ParseTimeTest, reads_numbers) {
  for (auto const& [text, value] : {std::pair{"1", 1.0}, {"2001", 2001.0}, {"1.5", 1.5}, {"-3", -3.0}}) {
    auto const time = parse_time(text);
    ASSERT_TRUE(time.has_value()) << text;
    EXPECT_EQ(time->kind, TimePoint::Kind::number);
    EXPECT_EQ(time->value, value);
  }
}

TEST(ParseTimeTest, refuses_anything_else) {
  for (auto const text : {"",
                          "abc",
                          "2001-13",
                          "2001-02-30",
                          "2001-2-3",
                          "01/02/2001",
                          "2001-01-01T25:00",
                          "2001-01-01T12:60",
                          "2001-01-01T12:00:61",
                          "2001-01-01T",
                          "2001-01-01T12:00:00.",
                          "2001-01-01T12:00+",
                          "2001-01-01T12:00+1",
                          "2001-01-01T12:00Zx",
                          "2001-01-01x",
                          "2001-",
                          "inf",
                          "nan",
                          "1 2",
                          "2001-01-01T12:00+01:"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

} // namespace
} // namespace rankfold::data
