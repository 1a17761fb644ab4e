#include "hdf5/row.hpp"
#include "support/error.hpp"
#include <gmock/gmock.h>
#include <limits>

namespace rankfold::hdf5 {
namespace {

TEST(RowLayoutTest, columns_lie_one_after_the_other) {
  RowLayout layout;

  layout.add("flag", ColumnType::boolean());
  layout.add("count", ColumnType::int64());
  auto const name = layout.add("name", ColumnType::text(5));

  EXPECT_EQ(layout.find("count")->offset, 1U);
  EXPECT_EQ(name.offset, 9U);
  EXPECT_EQ(layout.size(), 14U);
  EXPECT_EQ(layout.find("other"), nullptr);
}

TEST(RowLayoutTest, two_columns_of_one_name_are_our_own_mistake) {
  RowLayout layout;
  layout.add("a", ColumnType::int32());

  EXPECT_THROW(layout.add("a", ColumnType::int64()), ContractViolation);
}

TEST(RowTest, gives_back_what_was_set) {
  RowLayout layout;
  auto const small = layout.add("small", ColumnType::int32());
  auto const large = layout.add("large", ColumnType::int64());
  auto const real = layout.add("real", ColumnType::real64());
  auto const truth = layout.add("truth", ColumnType::boolean());
  auto const word = layout.add("word", ColumnType::choice({"zero", "one"}));
  std::vector<std::byte> row(layout.size());

  set_integer(row, small, -7);
  set_integer(row, large, std::numeric_limits<std::int64_t>::min());
  set_real(row, real, 0.1);
  set_integer(row, truth, 1);
  set_integer(row, word, 1);

  EXPECT_EQ(get_integer(row, small), -7);
  EXPECT_EQ(get_integer(row, large), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(get_real(row, real), 0.1);
  EXPECT_EQ(get_real(row, small), -7.0);
  EXPECT_EQ(get_integer(row, truth), 1);
  EXPECT_EQ(get_word(row, word), "one");
}

TEST(RowTest, a_choice_without_a_name_has_no_word) {
  RowLayout layout;
  auto const word = layout.add("word", ColumnType::choice({"zero", "one"}));
  std::vector<std::byte> const row{std::byte{2}};

  EXPECT_EQ(get_word(row, word), "");
}

TEST(RowTest, text_fills_its_column_and_is_cut_at_a_characters_end) {
  RowLayout layout;
  auto const text = layout.add("text", ColumnType::text(5));
  std::vector<std::byte> row(layout.size());
  auto const stored = [&](std::string_view value) {
    set_text(row, text, value);
    return std::string{get_text(row, text)};
  };

  EXPECT_EQ(stored("abcde"), "abcde");
  EXPECT_EQ(stored("ab"), "ab");
  EXPECT_EQ(stored("abcdefgh"), "abcde");
  EXPECT_EQ(stored("abcdé"), "abcd"); // é takes two bytes, of which one would fit
  EXPECT_EQ(stored("ab\xe2\x82\xac"
                   "x"),
            "ab\xe2\x82\xac");
  EXPECT_EQ(stored("abc\xe2\x82\xac"), "abc");
  EXPECT_EQ(stored("\xf0\x9f\x98\x80\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80");
  EXPECT_EQ(stored(""), "");
}

} // namespace
} // namespace rankfold::hdf5
