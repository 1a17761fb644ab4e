#include "data/new_rows.hpp"

#include "data_test.hpp"
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rankfold::data {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsNan;

class NewRowsTest : public ::testing::Test {
protected:
  [[nodiscard]] std::string mistake(std::string_view text) const {
    return testing::mistake_of([&] { (void)read(text); });
  }
  [[nodiscard]] Dataset read(std::string_view text) const {
    return read_new_rows(folder_.write("n.csv", text), schema_);
  }

  testing::ScratchFolder folder_;
  TableSchema schema_{{{"size", {}}, {"color", {"blue", "red"}}}, {"class", {"a", "b", "c"}}};
};

TEST_F(NewRowsTest, a_table_tells_its_schema) {
  auto const path = folder_.write("t.csv", "size,color,class\n1,red,b\n2,blue,a\n3,red,c\n");
  auto const table = read_data(testing::table_spec(path, "class"), {}).dataset;
  EXPECT_EQ(schema_of(table), schema_);
}

TEST_F(NewRowsTest, columns_come_in_the_order_of_the_model_with_its_codes) {
  auto const table = read("other,color,size\nz,red,4\nz,,5\nz,blue,?\n");
  EXPECT_EQ(schema_of(table), schema_);
  EXPECT_THAT(table.feature(0).values, ElementsAre(4, 5, IsNan()));
  EXPECT_THAT(table.feature(1).values, ElementsAre(1, IsNan(), 0));
  EXPECT_THAT(table.target().values, ElementsAre(IsNan(), IsNan(), IsNan()));
}

TEST_F(NewRowsTest, categories_that_look_like_numbers_are_texts) {
  schema_.features[1].categories = {"1", "10"};
  EXPECT_THAT(read("size,color\n0,10\n").feature(1).values, ElementsAre(1));
}

TEST_F(NewRowsTest, mistakes_have_their_place) {
  EXPECT_THAT(mistake("size,colour\n1,red\n"), HasSubstr("n.csv: there is no column 'color'"));
  EXPECT_THAT(mistake("size,color,color\n1,red,red\n"), HasSubstr("more than once"));
  EXPECT_THAT(mistake("size,color\n1,red\n1,rad\n"),
              HasSubstr("n.csv: row 3, column 'color': the model knows no 'rad'; did you mean 'red'?"));
  EXPECT_THAT(mistake("size,color\nbig,red\n"), HasSubstr("row 2, column 'size': 'big' is not a number"));
  EXPECT_THAT(mistake("size,color\n"), HasSubstr("no row to predict for"));
}

} // namespace
} // namespace rankfold::data
