#include "report/csv.hpp"
#include "report/text_table.hpp"
#include <gmock/gmock.h>
#include <limits>

namespace rankfold::report {
namespace {

TEST(TextTableTest, columns_are_as_wide_as_they_must_be) {
  TextTable table;
  table.column("name");
  table.column("n", TextTable::Align::right);
  table.row({"\xc3\xa9t\xc3\xa9", "1"}); // three characters, five bytes
  table.row({"winter", "23"});

  EXPECT_EQ(table.text(2), "  name     n\n"
                           "  \xc3\xa9t\xc3\xa9      1\n"
                           "  winter  23\n");
}

TEST(TextTableTest, nothing_hangs_over_at_a_lines_end) {
  TextTable table;
  table.column("a");
  table.column("b");
  table.row({"x", "long"});
  table.row({"y", ""});

  EXPECT_EQ(table.text(), "a  b\nx  long\ny\n");
}

TEST(ShortNumberTest, has_six_digits) {
  EXPECT_EQ(short_number(1.0 / 3.0), "0.333333");
  EXPECT_EQ(short_number(123456789.0), "1.23457e+08");
  EXPECT_EQ(short_number(std::numeric_limits<double>::quiet_NaN()), "-");
}

TEST(CsvTest, fields_are_quoted_as_rfc_4180_says) {
  EXPECT_EQ(csv_field("plain text"), "plain text");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_field(""), "");
}

TEST(CsvTest, numbers_read_back_the_same) {
  EXPECT_EQ(csv_number(0.1), "0.1");
  EXPECT_EQ(csv_number(1.0 / 3.0), "0.3333333333333333");
  EXPECT_EQ(csv_number(std::numeric_limits<double>::quiet_NaN()), "");
}

} // namespace
} // namespace rankfold::report
