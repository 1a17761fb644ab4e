#include "roles/cost_model.hpp"
#include "support/random.hpp"
#include <cmath>
#include <gmock/gmock.h>

namespace rankfold::roles {
namespace {

FoldRequest request(std::int64_t job, std::int64_t configuration, std::int32_t fold = 0) {
  return {JobId{job}, TaskId{0}, TrialId{0}, ConfigurationId{configuration}, fold, 1};
}

CostModel two_jobs() {
  CostModel costs;
  costs.learn(JobId{0}, std::vector<Configuration>{{"ets", {}}, {"naive", {}}, {"ets", {}}});
  costs.learn(JobId{1}, std::vector<Configuration>{{"ets", {}}});
  return costs;
}

TEST(CostModelTest, what_is_unknown_is_long) {
  EXPECT_EQ(two_jobs().seconds(request(0, 0)), CostModel::unknown_seconds);
}

TEST(CostModelTest, learns_each_learner_of_each_job_by_itself) {
  auto costs = two_jobs();
  costs.observe(request(0, 0), 2.0);
  costs.observe(request(0, 1), 1e-6);
  EXPECT_NEAR(costs.seconds(request(0, 2)), 2.0, 1e-3) << "another configuration of the same learner";
  EXPECT_NEAR(costs.seconds(request(0, 1)), 1e-6, 1e-9);
  EXPECT_EQ(costs.seconds(request(1, 0)), CostModel::unknown_seconds) << "another job has other data";
}

TEST(CostModelTest, refits_are_not_folds) {
  auto costs = two_jobs();
  costs.observe(request(0, 0), 2.0);
  EXPECT_EQ(costs.seconds(request(0, 0, FoldRequest::refit)), CostModel::unknown_seconds);
}

TEST(CostModelTest, folds_that_start_from_anothers_fit_are_learnt_apart) {
  auto costs = two_jobs();
  auto warm = request(0, 0, 1);
  warm.before = 1;
  costs.observe(request(0, 0), 2.0);
  costs.observe(warm, 0.5);
  warm.before = 2;
  EXPECT_NEAR(costs.seconds(request(0, 0)), 2.0, 1e-3);
  EXPECT_NEAR(costs.seconds(warm), 0.5, 1e-3);
}

TEST(CostModelTest, follows_what_folds_take_lately) {
  auto costs = two_jobs();
  for (int i = 0; i < 1000; ++i) costs.observe(request(0, 0), 1e-6);
  for (int i = 0; i < 200; ++i) costs.observe(request(0, 0), 3.0);
  EXPECT_NEAR(costs.seconds(request(0, 0)), 3.0, 0.6);
  EXPECT_NEAR(costs.typical_seconds(), 3.0, 0.1);
}

TEST(CostModelTest, configurations_may_come_in_parts) {
  CostModel costs;
  for (int i = 0; i < 5; ++i) costs.learn(JobId{0}, std::vector<Configuration>{{i % 2 == 0 ? "a" : "b", {}}});
  costs.observe(request(0, 4), 7.0);
  EXPECT_NEAR(costs.seconds(request(0, 0)), 7.0, 1e-3);
  EXPECT_EQ(costs.seconds(request(0, 3)), CostModel::unknown_seconds);
}

TEST(CostModelTest, learns_a_power_of_a_number_from_a_few_folds) {
  std::vector<Configuration> configurations;
  for (int i = 0; i < 1000; ++i) configurations.push_back({"sleep", {{"seconds", Value{0.01 * (i + 1)}}}});
  CostModel costs;
  costs.learn(JobId{0}, configurations);
  for (int i = 0; i < 1000; i += 100) costs.observe(request(0, i), 0.01 * (i + 1) + 1e-4);
  for (int i = 0; i < 1000; ++i) EXPECT_NEAR(costs.seconds(request(0, i)) / (0.01 * (i + 1)), 1, 0.1);
}

/// Quadratic in the size, with lognormal noise: sizes never seen before are predicted to about the noise.
TEST(CostModelTest, learns_how_costs_grow_with_the_data) {
  RandomStream random{5, 0, 0, 0};
  auto costs = two_jobs();
  double error = 0;
  for (int i = 0; i < 400; ++i) {
    auto asked = request(0, 0);
    asked.training_points = 50 * std::pow(100.0, random.uniform());
    double const truth = 1e-7 * asked.training_points * asked.training_points;
    if (i >= 200) error += std::abs(std::log(costs.seconds(asked) / truth)) / 200;
    costs.observe(asked, truth * std::exp(0.2 * random.normal()));
  }
  EXPECT_LT(error, 0.1);
}

TEST(CostModelTest, tells_words_apart_in_noise_and_bears_outliers) {
  std::vector<Configuration> configurations;
  for (int i = 0; i < 4; ++i) {
    configurations.push_back(
        {"ets", {{"model", Value{i < 2 ? "ZNA" : "ZZZ"}}, {"season_length", Value{i % 2 == 0 ? 7 : 52}}}});
  }
  auto const truth = [](int i) { return (i < 2 ? 0.001 : 0.05) * (i % 2 == 0 ? 7 : 52); };
  CostModel costs;
  costs.learn(JobId{0}, configurations);
  RandomStream random{17, 0, 0, 0};
  for (int n = 0; n < 400; ++n) {
    auto const i = static_cast<int>(random.below(4));
    double const noise = n % 50 == 49 ? 100 : std::exp(0.2 * random.normal());
    costs.observe(request(0, i), truth(i) * noise);
  }
  for (int i = 0; i < 4; ++i) EXPECT_NEAR(costs.seconds(request(0, i)) / truth(i), 1, 0.3) << i;
}

TEST(CostModelTest, has_bounds_whatever_a_job_searches) {
  std::vector<Configuration> configurations;
  for (int i = 0; i < 100; ++i) configurations.push_back({"x", {{"word", Value{std::to_string(i)}}, {"n", Value{-i}}}});
  CostModel costs;
  costs.learn(JobId{0}, configurations);
  for (int i = 0; i < 100; ++i) costs.observe(request(0, i), i % 3 == 0 ? 0.0 : 1e12);
  for (int i = 0; i < 100; ++i) {
    EXPECT_GT(costs.seconds(request(0, i)), 0);
    EXPECT_LE(costs.seconds(request(0, i)), 1e9);
  }
}

} // namespace
} // namespace rankfold::roles
