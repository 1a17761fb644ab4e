#include "data/read_data.hpp"
#include "data/table_columns.hpp"

#include "data_test.hpp"
#include "support/random.hpp"
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rankfold::data {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::mistake_in;
using ::testing::NanSensitiveDoubleEq;
using testing::ScratchFolder;
using testing::table_spec;

std::vector<std::string> feature_names(Dataset const& table) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < table.feature_count(); ++i) names.emplace_back(table.feature(i).name);
  return names;
}

job::ValidationSpec predefined(std::string column) {
  job::ValidationSpec validation;
  validation.scheme = job::ValidationSpec::Scheme::predefined;
  validation.column = std::move(column);
  return validation;
}

class ReadTableTest : public ::testing::Test {
protected:
  job::DataSpec spec(std::string_view bytes) { return table_spec(folder_.write("t.csv", bytes)); }
  Dataset read(std::string_view bytes) { return read_data(spec(bytes), {}).dataset; }
  ScratchFolder folder_;
};

TEST_F(ReadTableTest, columns_are_numbers_or_categories) {
  auto const table = read(",x,colour,late,y\n0,1.5,red,,1\n1,NA,blue,2,2\n2,3,,b,4\n");
  EXPECT_THAT(feature_names(table), ElementsAre("x", "colour", "late")) << "the column without a name is a row number";
  EXPECT_THAT(table.feature(0).values, ElementsAre(1.5, NanSensitiveDoubleEq(NAN), 3));
  EXPECT_THAT(table.feature(1).categories, ElementsAre("blue", "red"));
  EXPECT_THAT(table.feature(1).values, ElementsAre(1, 0, NanSensitiveDoubleEq(NAN)));
  EXPECT_THAT(table.feature(2).categories, ElementsAre("2", "b")) << "a number among texts is a text";
  EXPECT_THAT(table.feature(2).values, ElementsAre(NanSensitiveDoubleEq(NAN), 0, 1));
  EXPECT_THAT(table.target().categories, IsEmpty());
  EXPECT_THAT(table.target().values, ElementsAre(1, 2, 4));
}

TEST_F(ReadTableTest, a_target_of_texts_is_a_classification) {
  auto const table = read("x,y\n1,yes\n2,no\n3,yes\n");
  EXPECT_THAT(table.target().categories, ElementsAre("no", "yes"));
  EXPECT_THAT(table.target().values, ElementsAre(1, 0, 1));
}

TEST_F(ReadTableTest, numbers_are_classes_where_the_job_says_so) {
  auto classes = spec("x,y\n1,10\n2,-1\n3,9.5\n4,10\n");
  classes.problem = job::Problem::classification;
  auto const table = read_data(classes, {}).dataset;
  auto const target = table.target();
  EXPECT_THAT(target.categories, ElementsAre("-1", "9.5", "10")) << "in the order of the numbers";
  EXPECT_THAT(target.values, ElementsAre(2, 0, 1, 2));
}

TEST_F(ReadTableTest, offset_is_added_to_the_target) {
  auto shifted = spec("x,y\n1,2\n");
  shifted.offset = 5;
  EXPECT_THAT(read_data(shifted, {}).dataset.target().values, ElementsAre(7));
}

TEST_F(ReadTableTest, patterns_choose_features_in_file_order) {
  auto some = spec("x10,a,x1,y,b\n1,2,3,4,5\n");
  some.features = {"b", "x*"};
  EXPECT_THAT(feature_names(read_data(some, {}).dataset), ElementsAre("x10", "x1", "b"));
  some.features = {"x?"};
  EXPECT_THAT(feature_names(read_data(some, {}).dataset), ElementsAre("x1"));
}

TEST_F(ReadTableTest, the_fold_column_is_no_feature) {
  auto const loaded = read_data(spec("x,fold,y\n1,1,1\n2,0,2\n3,-1,3\n"), predefined("fold"));
  EXPECT_THAT(feature_names(loaded.dataset), ElementsAre("x"));
  EXPECT_THAT(loaded.dataset.fold_of_row(), ElementsAre(1, 0, -1));
  EXPECT_THAT(loaded.notices, IsEmpty());
}

TEST_F(ReadTableTest, folds_are_numbered_from_zero) {
  auto const numbers = read_data(spec("x,fold,y\n1,5,1\n2,2,2\n3,5,3\n"), predefined("fold"));
  EXPECT_THAT(numbers.dataset.fold_of_row(), ElementsAre(1, 0, 1));
  EXPECT_THAT(numbers.notices, ElementsAre(HasSubstr("2 folds of column 'fold' are numbered from 0")));
  auto const texts = read_data(spec("x,fold,y\n1,b,1\n2,a,2\n3,b,3\n"), predefined("fold"));
  EXPECT_THAT(texts.dataset.fold_of_row(), ElementsAre(1, 0, 1));
}

TEST_F(ReadTableTest, names_the_place_of_every_mistake) {
  std::vector<std::pair<std::string, std::string>> const mistakes{
      {"x,y\n", "t.csv: has a header and no rows"},
      {"x,z\n1,2\n", "t.csv: there is no column 'y', which is the target (columns: x, z)"},
      {"x,x,y\n1,2,3\n", "t.csv: several columns are named 'x'"},
      {"y\n1\n", "t.csv: no column is left for features (columns: y)"},
      {"x,y\n1,\n", "t.csv: row 2, column 'y': the target is missing"},
      {"x,y\n\ninf,1\n", "t.csv: row 3, column 'x': 'inf' is not finite"},
      {"x,y\na\xff,1\n", "t.csv: row 2, column 'x': the text is not UTF-8"},
  };
  for (auto const& [bytes, message] : mistakes) EXPECT_EQ(mistake_in(spec(bytes)), message) << bytes;
}

TEST_F(ReadTableTest, names_mistakes_in_what_the_job_asks_for) {
  auto job = spec("x1,fold,y\n1,0,1\n2,0,b\n");
  EXPECT_EQ(mistake_in(job, predefined("fold")),
            "t.csv: column 'fold': there must be two folds at least, or one besides -1, but there is one");
  EXPECT_THAT(mistake_in(job, predefined("flod")), HasSubstr("there is no column 'flod', which is the fold column"));
  EXPECT_THAT(mistake_in(job, predefined("y")), HasSubstr("cannot be both the target and the fold column"));
  job.features = {"y"};
  EXPECT_THAT(mistake_in(job), HasSubstr("'y' is the target or the fold column and cannot be a feature"));
  job.features = {"x2"};
  EXPECT_THAT(mistake_in(job), HasSubstr("no column fits 'x2' (columns: x1, fold, y); did you mean 'x1'?"));
  job.features = {};
  job.offset = 1;
  EXPECT_THAT(mistake_in(job), HasSubstr("offset: the target 'y' is a class, to which nothing can be added"));
  job.problem = job::Problem::regression;
  EXPECT_THAT(mistake_in(job),
              HasSubstr("row 3, column 'y': 'b' is not a number, as the target of a regression must be"));
}

TEST_F(ReadTableTest, damaged_files_are_read_or_refused) {
  std::string const good = "x,c,fold,y\n1,a,0,1\n2.5,\"b\",1,2\nNA,,0,3\n";
  for (std::uint64_t seed = 0; seed < 700; ++seed) {
    RandomStream stream{seed, 0, 0, 0};
    std::string bytes = good;
    for (auto n = stream.below(4); n > 0; --n) bytes[stream.below(bytes.size())] = good[stream.below(good.size())];
    (void)mistake_in(spec(bytes), predefined("fold")); // anything but a JobError escapes and fails the test
  }
}

TEST(FitsPatternTest, star_is_any_text_and_question_mark_one_character) {
  for (auto const& [name, pattern] : {std::pair{"abc", "abc"},
                                      {"abc", "a*"},
                                      {"abc", "*c"},
                                      {"abc", "*"},
                                      {"abc", "a?c"},
                                      {"", "*"},
                                      {"aXbXc", "a*X*c"},
                                      {"aab", "*ab"},
                                      {"abab", "*ab"},
                                      {"a*", "a*"}}) {
    EXPECT_TRUE(fits_pattern(name, pattern)) << name << " " << pattern;
  }
  for (auto const& [name, pattern] : {std::pair{"abc", "ab"},
                                      {"abc", "a?"},
                                      {"abc", ""},
                                      {"", "?"},
                                      {"abc", "*b"},
                                      {"abc", "abcd"},
                                      {"abc", "a*d*"}}) {
    EXPECT_FALSE(fits_pattern(name, pattern)) << name << " " << pattern;
  }
}

} // namespace
} // namespace rankfold::data
