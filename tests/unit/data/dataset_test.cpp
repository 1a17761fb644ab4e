#include "data/dataset.hpp"

#include "data/builders.hpp"
#include "data/image.hpp"
#include "data_test.hpp"
#include "support/random.hpp"
#include <cmath>
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rankfold::data {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::values_of;

Dataset three_series() {
  SeriesBuilder builder;
  builder.add("a", std::vector{1.0, 2.0, 3.0});
  builder.add("", std::vector<double>{});
  builder.add("\xc3\xa4", std::vector{4.0});
  return std::move(builder).build();
}

Dataset small_table() {
  TableBuilder builder;
  builder.add_feature("x", {1, NAN, 3});
  builder.add_feature("colour", {0, 1, NAN}, {"blue", "red"});
  builder.set_target("y", {1, 0, 1}, {"no", "yes"});
  builder.set_folds({0, 1, -1});
  return std::move(builder).build();
}

TEST(DatasetTest, no_data_is_a_dataset) {
  Dataset const none;
  EXPECT_EQ(none.kind(), job::DataKind::none);
  EXPECT_EQ(none.series_count(), 0U);
  EXPECT_EQ(none.row_count(), 0U);
  EXPECT_EQ(none.feature_count(), 0U);
  EXPECT_THAT(none.fold_of_row(), IsEmpty());
  EXPECT_THROW((void)none.series(0), ContractViolation);
  EXPECT_THROW((void)none.target(), ContractViolation);
}

TEST(DatasetTest, gives_back_the_series_that_were_added) {
  auto const dataset = three_series();
  EXPECT_EQ(dataset.kind(), job::DataKind::series);
  EXPECT_THAT(testing::names_of(dataset), ElementsAre("a", "", "\xc3\xa4"));
  EXPECT_THAT(values_of(dataset.series(0)), ElementsAre(1, 2, 3));
  EXPECT_THAT(values_of(dataset.series(1)), IsEmpty());
  EXPECT_THAT(values_of(dataset.series(2)), ElementsAre(4));
  EXPECT_THROW((void)dataset.series(3), ContractViolation);
}

TEST(DatasetTest, series_longer_than_a_block_stay_whole) {
  std::vector<double> values(1'500'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  SeriesBuilder builder;
  builder.add("short", std::vector{-1.0});
  builder.add("long", values);
  auto const dataset = std::move(builder).build();
  EXPECT_EQ(values_of(dataset.series(1)), values);
}

TEST(DatasetTest, renamed_series_need_a_name_each) {
  SeriesBuilder builder;
  builder.add("a", std::vector{1.0});
  builder.rename({});
  EXPECT_THROW((void)std::move(builder).build(), ContractViolation);
}

TEST(DatasetTest, gives_back_the_table_that_was_built) {
  auto const table = small_table();
  EXPECT_EQ(table.kind(), job::DataKind::table);
  EXPECT_EQ(table.row_count(), 3U);
  ASSERT_EQ(table.feature_count(), 2U);
  EXPECT_EQ(table.feature(0).name, "x");
  EXPECT_THAT(table.feature(0).categories, IsEmpty());
  EXPECT_EQ(table.feature(0).values[2], 3);
  EXPECT_EQ(table.feature(1).name, "colour");
  EXPECT_THAT(table.feature(1).categories, ElementsAre("blue", "red"));
  EXPECT_TRUE(std::isnan(table.feature(1).values[2]));
  EXPECT_EQ(table.target().name, "y");
  EXPECT_THAT(table.target().values, ElementsAre(1, 0, 1));
  EXPECT_THAT(table.target().categories, ElementsAre("no", "yes"));
  EXPECT_THAT(table.fold_of_row(), ElementsAre(0, 1, -1));
}

TEST(DatasetTest, columns_of_other_lengths_are_a_broken_contract) {
  TableBuilder unequal;
  unequal.add_feature("x", {1, 2});
  unequal.set_target("y", {1});
  EXPECT_THROW((void)std::move(unequal).build(), ContractViolation);
  EXPECT_THROW((void)TableBuilder{}.build(), ContractViolation);
}

TEST(DatasetTest, an_image_can_be_viewed_at_another_address) {
  for (auto const& original : {three_series(), small_table()}) {
    std::vector<double> memory(original.image().size() / sizeof(double) + 1);
    std::memcpy(memory.data(), original.image().data(), original.image().size());
    Dataset const copy{{reinterpret_cast<std::byte const*>(memory.data()), original.image().size()}, nullptr};
    EXPECT_EQ(copy.kind(), original.kind());
    if (copy.kind() == job::DataKind::series) {
      EXPECT_EQ(values_of(copy.series(0)), values_of(original.series(0)));
    } else {
      EXPECT_EQ(copy.target().name, "y");
    }
  }
}

/// Uses everything that a dataset offers, so that a sanitizer sees any access outside the image.
void use(Dataset const& dataset) {
  double sum = 0;
  auto const add = [&](Column const& column) {
    for (double const value : column.values) sum += value;
    for (auto const text : column.categories)
      sum += static_cast<double>(text.size() + (text.empty() ? 0 : text.back()));
    sum += static_cast<double>(column.name.size());
  };
  for (std::size_t i = 0; i < dataset.series_count(); ++i) add({dataset.series(i).name, dataset.series(i).values, {}});
  for (std::size_t i = 0; i < dataset.feature_count(); ++i) add(dataset.feature(i));
  if (dataset.kind() == job::DataKind::table) add(dataset.target());
  for (auto const fold : dataset.fold_of_row()) sum += fold;
  double const volatile used = sum;
  (void)used;
}

TEST(DatasetTest, a_damaged_image_is_refused_or_harmless) {
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    RandomStream stream{seed, 0, 0, 0};
    auto const original = seed % 2 ? three_series() : small_table();
    auto size = original.image().size();
    if (stream.below(4) == 0) size = stream.below(size + 1);
    auto const memory = std::make_unique<double[]>(size / sizeof(double) + 1);
    auto* const bytes = reinterpret_cast<std::byte*>(memory.get());
    std::memcpy(bytes, original.image().data(), size);
    for (auto n = stream.below(4); n > 0 && size > 0; --n) {
      auto const where = stream.below(std::min(size, stream.below(2) ? sizeof(ImageHeader) : size));
      bytes[where] = static_cast<std::byte>(stream.below(4) ? stream.below(256) : 0xff);
    }
    try {
      use(Dataset{{bytes, size}, nullptr});
    } catch (ContractViolation const&) { // what it is for
    }
  }
}

} // namespace
} // namespace rankfold::data
