#include "roles/fold_keys.hpp"

#include "data/builders.hpp"
#include <gtest/gtest.h>
#include <set>

namespace rankfold::roles {
namespace {

data::Dataset series(std::vector<std::vector<double>> const& all) {
  data::SeriesBuilder builder;
  for (auto const& values : all) builder.add("s", values);
  return std::move(builder).build();
}

JobContext context() {
  job::Job job;
  job.data.kind = job::DataKind::series;
  job.validation.folds = 2;
  job.objective.metrics = {"mse"};
  return make_context(std::move(job), series({{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 7}}));
}

std::uint64_t key(JobContext const& job, Configuration const& configuration, std::int64_t task = 0,
                  std::int32_t fold = 0) {
  FoldKeys keys{job};
  return keys.of_fold({task}, keys.of_trial({task}, {0}, configuration), fold);
}

Configuration const naive{"naive", {}};
Configuration const seasonal{"seasonal_naive", {{"season_length", 2}}};

TEST(FoldKeysTest, a_fold_keeps_its_key_whatever_it_is_numbered) {
  auto const job = context();
  FoldKeys keys{job};
  auto const first = keys.of_fold({1}, keys.of_trial({1}, {7}, seasonal), 1);
  EXPECT_EQ(first, key(job, seasonal, 1, 1));
  (void)keys.of_trial({0}, {3}, naive);
  EXPECT_EQ(first, keys.of_fold({1}, keys.of_trial({1}, {7}, seasonal), 1)) << "after another task";
}

TEST(FoldKeysTest, a_default_that_is_spelt_out_changes_nothing) {
  auto const job = context();
  EXPECT_EQ(key(job, {"seasonal_naive", {}}), key(job, {"seasonal_naive", {{"season_length", 1}}}));
}

TEST(FoldKeysTest, whatever_changes_the_result_changes_the_key) {
  auto const job = context();
  std::set<std::uint64_t> keys{key(job, naive), key(job, seasonal), key(job, naive, 1), key(job, naive, 0, 1),
                               key(job, naive, 0, FoldRequest::refit)};
  auto other_seed = context();
  other_seed.job.seed = 1;
  keys.insert(key(other_seed, naive));
  auto other_metric = context();
  other_metric.job.objective.metrics = {"mae"};
  keys.insert(key(other_metric, naive));
  auto other_split = context();
  other_split.job.validation.test_size = 2;
  keys.insert(key(other_split, naive));
  EXPECT_EQ(keys.size(), 8u);
}

constexpr auto in_chains_of(std::int32_t folds) {
  return [folds](TrialKey key) {
    key.chain = folds;
    return key;
  };
}

std::vector<std::uint64_t> keys_of_folds(std::int32_t folds, std::int32_t chain) {
  auto job = context();
  job.job.validation.folds = folds;
  FoldKeys keys{job};
  auto const trial = in_chains_of(chain)(keys.of_trial({0}, {0}, naive));
  std::vector<std::uint64_t> all;
  for (std::int32_t fold = 0; fold < folds; ++fold) all.push_back(keys.of_fold({0}, trial, fold));
  return all;
}

TEST(FoldKeysTest, a_fold_is_known_by_the_folds_of_its_chain_before_it) {
  auto const alone = keys_of_folds(4, 1), pairs = keys_of_folds(4, 2), all = keys_of_folds(4, 4);
  EXPECT_EQ(pairs[0], alone[0]) << "a chain's first fold is fitted from scratch";
  EXPECT_EQ(pairs[2], alone[2]);
  EXPECT_EQ(all[0], alone[0]);
  EXPECT_EQ(all[1], pairs[1]) << "the same fit from the same one before";
  std::set<std::uint64_t> const different{alone[1], pairs[1], alone[3], pairs[3], all[3], alone[2], all[2]};
  EXPECT_EQ(different.size(), 7U);
}

TEST(FoldKeysTest, chains_that_begin_elsewhere_are_others) {
  auto const three = keys_of_folds(3, 10), four = keys_of_folds(4, 10);
  EXPECT_EQ(keys_of_folds(3, 1)[2], keys_of_folds(4, 1)[3]) << "the last fold's split is the same";
  EXPECT_NE(three[2], four[3]);
}

TEST(FoldKeysTest, a_refit_is_no_part_of_a_chain) {
  auto const job = context();
  FoldKeys keys{job};
  auto const trial = keys.of_trial({0}, {0}, naive);
  EXPECT_EQ(keys.of_fold({0}, in_chains_of(2)(trial), FoldRequest::refit),
            keys.of_fold({0}, trial, FoldRequest::refit));
}

} // namespace
} // namespace rankfold::roles
