#include "data/read_data.hpp"
#include "data/wide_columns.hpp"

#include "data_test.hpp"
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rankfold::data {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::mistake_in;
using testing::names_of;
using ::testing::NanSensitiveDoubleEq;
using testing::ScratchFolder;
using testing::values_of;
using testing::wide_spec;

constexpr std::string_view m5 = "id,item_id,dept_id,cat_id,store_id,state_id,d_1,d_2,d_3\n"
                                "FOODS_1_CA_1_validation,FOODS_1,F1,F,CA_1,CA,0,1,2\n"
                                "FOODS_2_CA_1_validation,FOODS_2,F1,F,CA_1,CA,3,0,1\n"
                                "FOODS_1_TX_1_validation,FOODS_1,F1,F,TX_1,TX,7,8,9\n";

class WideLayoutTest : public ::testing::Test {
protected:
  job::DataSpec spec(std::string_view bytes, std::string id = "id") {
    return wide_spec(folder_.write("w.csv", bytes), id);
  }
  LoadedData read(std::string_view bytes, std::string id = "id") { return read_data(spec(bytes, id), {}); }
  ScratchFolder folder_;
};

TEST_F(WideLayoutTest, each_row_of_an_m5_file_is_a_series) {
  auto const loaded = read(m5);
  EXPECT_THAT(names_of(loaded.dataset),
              ElementsAre("FOODS_1_CA_1_validation", "FOODS_2_CA_1_validation", "FOODS_1_TX_1_validation"));
  EXPECT_THAT(values_of(loaded.dataset.series(2)), ElementsAre(7, 8, 9));
  EXPECT_THAT(loaded.notices, IsEmpty());
}

TEST_F(WideLayoutTest, repeated_ids_give_way_to_the_first_column_without_repetition) {
  auto const loaded = read(m5, "item_id");
  EXPECT_THAT(names_of(loaded.dataset),
              ElementsAre("FOODS_1_CA_1_validation", "FOODS_2_CA_1_validation", "FOODS_1_TX_1_validation"));
  EXPECT_THAT(loaded.notices,
              ElementsAre("column 'item_id' has the same text in several rows: the series are named by column 'id'"));
}

TEST_F(WideLayoutTest, equal_names_are_numbered_where_nothing_else_tells_them_apart) {
  auto const loaded = read("id,d_1\na,1\nb,2\na,3\na#2,4\na,5\n");
  EXPECT_THAT(names_of(loaded.dataset), ElementsAre("a", "b", "a#3", "a#2", "a#4"));
  EXPECT_THAT(loaded.notices, ElementsAre(HasSubstr("their number is added to equal names, as in 'a#2'")));
}

TEST_F(WideLayoutTest, names_do_not_depend_on_the_selection) {
  auto some = spec(m5, "item_id");
  some.select = {"FOODS_2"};
  EXPECT_THAT(names_of(read_data(some, {}).dataset), ElementsAre("FOODS_2_CA_1_validation"));
}

TEST_F(WideLayoutTest, any_text_of_a_row_selects_it) {
  auto some = spec(m5);
  some.select = {"CA_1"};
  EXPECT_EQ(read_data(some, {}).dataset.series_count(), 2U);
  some.select = {"FOODS_1_TX_1_validation"};
  EXPECT_EQ(read_data(some, {}).dataset.series_count(), 1U);
  some.select = {"CA_11"};
  EXPECT_EQ(mistake_in(some), "w.csv: select: there is no series 'CA_11'; did you mean 'CA_1'?");
}

TEST_F(WideLayoutTest, without_id_the_first_column_without_repetition_names_the_series) {
  EXPECT_THAT(names_of(read("store,item,d_1\ns,a,1\ns,b,2\n", "").dataset), ElementsAre("a", "b"));
  EXPECT_THAT(names_of(read("d_1,d_2\n1,2\n3,4\n", "").dataset), ElementsAre("1", "2"));
}

TEST_F(WideLayoutTest, values_are_in_the_order_of_their_columns_names) {
  EXPECT_THAT(values_of(read("d_10,id,d_9,d_2\n3,a,2,1\n").dataset.series(0)), ElementsAre(1, 2, 3));
  EXPECT_THAT(values_of(read("id,2001-03,2001-01-15,2001-02,store\na,3,1,2,s\n").dataset.series(0)),
              ElementsAre(1, 2, 3));
  EXPECT_THAT(values_of(read("id,2003,2001,2002\na,3,1,2\n").dataset.series(0)), ElementsAre(1, 2, 3));
  EXPECT_THAT(values_of(read("V1,V3,V2,V4\na,2,1,3\n", "V1").dataset.series(0)), ElementsAre(1, 2, 3));
}

TEST_F(WideLayoutTest, missing_cells_at_the_ends_are_left_out) {
  auto const loaded = read("id,d_1,d_2,d_3,d_4\na,,1,,\nb,1,,3,4\nc,,,,\n");
  EXPECT_THAT(values_of(loaded.dataset.series(0)), ElementsAre(1));
  EXPECT_THAT(values_of(loaded.dataset.series(1)), ElementsAre(1, NanSensitiveDoubleEq(NAN), 3, 4));
  EXPECT_THAT(values_of(loaded.dataset.series(2)), IsEmpty());
  EXPECT_THAT(loaded.notices, ElementsAre("1 of 3 series have no value at all, the first is 'c'"));
}

TEST_F(WideLayoutTest, offset_is_added) {
  auto shifted = spec(m5);
  shifted.offset = 10;
  EXPECT_THAT(values_of(read_data(shifted, {}).dataset.series(0)), ElementsAre(10, 11, 12));
}

TEST_F(WideLayoutTest, names_the_place_of_every_mistake) {
  std::vector<std::pair<std::string, std::string>> const mistakes{
      {"id,d_1\n", "w.csv: has a header and no rows"},
      {"id,a,b\nx,1,2\n",
       "w.csv: layout wide: no column holds values; they are named d_1, d_2, ..., by dates or numbers, "
       "or by a word and a number (columns: id, a, b)"},
      {"id,2001-01,2001-01-01\nx,1,2\n",
       "w.csv: layout wide: columns '2001-01' and '2001-01-01' are the same point in time"},
      {"iid,d_1\nx,1\n", "w.csv: there is no column 'id', which is the id (columns: iid, d_1); did you mean 'iid'?"},
      {"id,d_1,d_2\nx,1,two\n",
       "w.csv: row 2, column 'd_2': 'two' is not a number (accepted: numbers as 12, -0.5 or 1e3; "
       "missing values as an empty cell, NA, NaN, null, None or ?)"},
      {"id,d_1\n,1\n", "w.csv: row 2, column 'id': the series has no name"},
      {"id,d_1\nx,\ny,NA\n", "w.csv: all values are missing"},
  };
  for (auto const& [bytes, message] : mistakes) EXPECT_EQ(mistake_in(spec(bytes)), message) << bytes;
}

} // namespace
} // namespace rankfold::data
