#include "rankfold/value.hpp"

#include <gtest/gtest.h>

namespace rankfold {
namespace {

TEST(ValueTest, writes_what_a_job_file_reads) {
  EXPECT_EQ(to_text(Value{true}), "true");
  EXPECT_EQ(to_text(Value{7}), "7");
  EXPECT_EQ(to_text(Value{0.1}), "0.1");
  EXPECT_EQ(to_text(Value{3.0}), "3.0");
  EXPECT_EQ(to_text(Value{"Z\"N\\A\n"}), "\"Z\\\"N\\\\A\\u000a\"");
  EXPECT_EQ(to_text(Value{ValueList{2, 1, 1}}), "[2, 1, 1]");
}

TEST(ValueTest, keeps_types_apart) {
  EXPECT_NE(Value{1}, Value{1.0});
  EXPECT_NE(Value{1}, Value{true});
  EXPECT_EQ(Value{1}.as_real(), 1.0);
  EXPECT_THROW((void)Value{"a"}.as_real(), std::bad_variant_access);
}

} // namespace
} // namespace rankfold
