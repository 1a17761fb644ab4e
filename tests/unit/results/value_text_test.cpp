#include "results/value_text.hpp"
#include <gmock/gmock.h>

namespace rankfold::results {
namespace {

TEST(ValueTextTest, plain_words_stand_as_they_are) {
  EXPECT_EQ(value_to_cell("ZNA"), "ZNA");
  EXPECT_EQ(value_to_cell("two words"), "two words");
  EXPECT_EQ(value_to_cell(true), "true");
  EXPECT_EQ(value_to_cell(ValueList{2, 1, 1}), "[2, 1, 1]");
}

TEST(ValueTextTest, texts_that_look_like_something_else_are_quoted) {
  EXPECT_EQ(value_to_cell("true"), "\"true\"");
  EXPECT_EQ(value_to_cell("7"), "\"7\"");
  EXPECT_EQ(value_to_cell(""), "\"\"");
}

TEST(ValueTextTest, every_value_comes_back_with_its_type) {
  for (Value const& value :
       {Value{true}, Value{false}, Value{7}, Value{-3}, Value{0.1}, Value{1.0}, Value{1e300}, Value{"auto"}, Value{""},
        Value{"true"}, Value{"1e5"}, Value{"null"}, Value{"[1]"}, Value{"\"q\""}, Value{"a\nb\t\x01"},
        Value{"gr\xc3\xbc\xc3\x9f"}, Value{ValueList{}}, Value{ValueList{2, 1.5, "x", ValueList{true}}}}) {
    EXPECT_EQ(value_from_cell(value_to_cell(value)), value) << value_to_cell(value);
  }
}

TEST(ValueTextTest, what_is_no_value_is_text) {
  EXPECT_EQ(value_from_cell("{\"a\": 1}"), Value{"{\"a\": 1}"});
  EXPECT_EQ(value_from_cell("\xff\xfe"), Value{"\xff\xfe"});
  std::string const deep = std::string(5000, '[') + std::string(5000, ']');
  EXPECT_EQ(value_from_cell(deep), Value{deep});
}

} // namespace
} // namespace rankfold::results
