#include "data/split.hpp"

#include "data/builders.hpp"
#include "support/error.hpp"
#include "support/random.hpp"
#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

namespace rankfold::data {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Scheme = job::ValidationSpec::Scheme;

job::ValidationSpec series_spec(int folds, double test_size) {
  job::ValidationSpec spec;
  spec.folds = folds;
  spec.test_size = test_size;
  return spec;
}

/// train begin, cutoff, test begin, test end
std::vector<std::vector<std::size_t>> folds_of(std::size_t n, job::ValidationSpec const& spec) {
  std::vector<std::vector<std::size_t>> out;
  for (auto const& fold : series_folds(n, spec)) {
    out.push_back({fold.train_begin, fold.cutoff, fold.test_begin, fold.test_begin + fold.horizon});
  }
  return out;
}

TEST(SeriesFoldsTest, the_last_points_one_by_one) {
  EXPECT_THAT(folds_of(6, series_spec(3, 1)),
              ElementsAre(ElementsAre(0, 3, 3, 4), ElementsAre(0, 4, 4, 5), ElementsAre(0, 5, 5, 6)));
}

// The splits of TimeSeriesSplit(n_splits=3, test_size=2, gap=2) of 12 points, and with max_train_size=3.
TEST(SeriesFoldsTest, gap_and_window_as_in_scikit_learn) {
  auto spec = series_spec(3, 2);
  spec.gap = 2;
  EXPECT_THAT(folds_of(12, spec),
              ElementsAre(ElementsAre(0, 4, 6, 8), ElementsAre(0, 6, 8, 10), ElementsAre(0, 8, 10, 12)));
  spec.window = 3;
  EXPECT_THAT(folds_of(12, spec),
              ElementsAre(ElementsAre(1, 4, 6, 8), ElementsAre(3, 6, 8, 10), ElementsAre(5, 8, 10, 12)));
}

TEST(SeriesFoldsTest, a_step_of_its_own_overlaps_the_tests) {
  auto spec = series_spec(3, 4);
  spec.step = 1;
  EXPECT_THAT(folds_of(10, spec),
              ElementsAre(ElementsAre(0, 4, 4, 8), ElementsAre(0, 5, 5, 9), ElementsAre(0, 6, 6, 10)));
}

TEST(SeriesFoldsTest, holdout_is_one_fold_of_the_last_points) {
  auto spec = series_spec(1, 0.2);
  spec.scheme = Scheme::holdout;
  EXPECT_THAT(folds_of(11, spec), ElementsAre(ElementsAre(0, 8, 8, 11)));
  spec.test_size = 4;
  EXPECT_THAT(folds_of(11, spec), ElementsAre(ElementsAre(0, 7, 7, 11)));
}

TEST(SeriesFoldsTest, a_series_that_is_too_short_is_told_how_long_it_must_be) {
  auto spec = series_spec(5, 2);
  spec.gap = 1;
  EXPECT_EQ(series_folds(12, spec).front().cutoff, 1U);
  for (std::size_t const n : {0, 1, 11}) {
    try {
      (void)series_folds(n, spec);
      FAIL() << n;
    } catch (JobError const& mistake) {
      EXPECT_THAT(mistake.what(), HasSubstr("12 are needed (folds 5, test_size 2, step 2, gap 1"));
    }
  }
}

Dataset table_of(std::vector<double> target, std::vector<std::string> categories = {},
                 std::vector<std::int32_t> folds = {}) {
  TableBuilder builder;
  builder.add_feature("x", std::vector<double>(target.size()));
  builder.set_folds(std::move(folds));
  builder.set_target("y", std::move(target), std::move(categories));
  return std::move(builder).build();
}

job::ValidationSpec table_spec(Scheme scheme, int folds, bool shuffle = false) {
  job::ValidationSpec spec;
  spec.scheme = scheme;
  spec.folds = folds;
  spec.shuffle = shuffle;
  return spec;
}

TEST(TableFoldsTest, k_fold_gives_the_first_folds_the_odd_rows) {
  EXPECT_THAT(test_fold_of_row(table_of(std::vector<double>(8)), table_spec(Scheme::k_fold, 3), 0),
              ElementsAre(0, 0, 0, 1, 1, 1, 2, 2));
}

TEST(TableFoldsTest, shuffled_folds_depend_on_the_seed_alone) {
  auto const table = table_of(std::vector<double>(100));
  auto const spec = table_spec(Scheme::k_fold, 5, true);
  auto const folds = test_fold_of_row(table, spec, 7);
  EXPECT_EQ(folds, test_fold_of_row(table, spec, 7));
  EXPECT_NE(folds, test_fold_of_row(table, spec, 8));
  for (int fold = 0; fold < 5; ++fold) EXPECT_EQ(std::ranges::count(folds, fold), 20);
}

// What StratifiedKFold(3) of scikit-learn gives for these classes; the class that comes first in the file counts first.
TEST(TableFoldsTest, stratified_k_fold_as_in_scikit_learn) {
  auto const table = table_of({1, 1, 0, 1, 0, 1, 0, 1, 0, 1}, {"a", "b"});
  EXPECT_THAT(test_fold_of_row(table, table_spec(Scheme::stratified_k_fold, 3), 0),
              ElementsAre(0, 0, 0, 1, 0, 1, 1, 2, 2, 2));
}

TEST(TableFoldsTest, stratified_folds_hold_each_class_in_equal_shares) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    RandomStream stream{seed, 0, 0, 0};
    std::vector<double> classes;
    for (int i = 0; i < 200; ++i) classes.push_back(static_cast<double>(stream.below(3)));
    auto const folds =
        test_fold_of_row(table_of(classes, {"a", "b", "c"}), table_spec(Scheme::stratified_k_fold, 4, true), seed);
    for (int c = 0; c < 3; ++c) {
      std::vector<int> rows(4);
      for (std::size_t i = 0; i < classes.size(); ++i) rows[static_cast<std::size_t>(folds[i])] += classes[i] == c;
      auto const [least, most] = std::ranges::minmax(rows);
      EXPECT_LE(most - least, 1) << "seed " << seed;
    }
  }
}

TEST(TableFoldsTest, holdout_takes_the_last_rows_or_random_ones) {
  auto spec = table_spec(Scheme::holdout, 1);
  spec.test_size = 0.25;
  auto const table = table_of(std::vector<double>(9));
  EXPECT_THAT(test_fold_of_row(table, spec, 0), ElementsAre(-1, -1, -1, -1, -1, -1, 0, 0, 0));
  spec.shuffle = true;
  auto const shuffled = test_fold_of_row(table, spec, 0);
  EXPECT_EQ(std::ranges::count(shuffled, 0), 3);
  spec.test_size = 9;
  EXPECT_THROW((void)test_fold_of_row(table, spec, 0), JobError);
}

TEST(TableFoldsTest, predefined_folds_are_those_of_the_column) {
  auto const table = table_of({1, 2, 3}, {}, {1, 0, -1});
  EXPECT_THAT(test_fold_of_row(table, table_spec(Scheme::predefined, 2), 0), ElementsAre(1, 0, -1));
}

TEST(TableFoldsTest, too_few_rows_are_a_mistake) {
  EXPECT_THROW((void)test_fold_of_row(table_of({1, 2}), table_spec(Scheme::k_fold, 3), 0), JobError);
  EXPECT_THROW((void)test_fold_of_row(table_of({1, 2, 3}), table_spec(Scheme::stratified_k_fold, 2), 0), JobError);
  EXPECT_THROW((void)test_fold_of_row(table_of({0, 0, 0, 1}, {"a", "b"}), table_spec(Scheme::stratified_k_fold, 2), 0),
               JobError);
  EXPECT_THROW((void)test_fold_of_row(table_of({1, 2}), table_spec(Scheme::time_series, 1), 0), JobError);
}

TEST(TableFoldsTest, train_and_test_cover_all_rows) {
  auto const split = table_fold(std::vector<std::int32_t>{1, 0, -1, 1}, 1);
  EXPECT_THAT(split.test, ElementsAre(0, 3));
  EXPECT_THAT(split.train, ElementsAre(1, 2));
}

} // namespace
} // namespace rankfold::data
