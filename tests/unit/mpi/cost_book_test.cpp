#include "mpi/cost_book.hpp"
#include <gmock/gmock.h>

namespace rankfold::mpi {
namespace {

roles::FoldRequest request(std::int64_t job, std::int64_t configuration, std::int32_t fold = 0) {
  return {JobId{job}, TaskId{0}, TrialId{0}, ConfigurationId{configuration}, fold, 1};
}

CostBook two_jobs() {
  CostBook costs;
  costs.learn(JobId{0}, std::vector<Configuration>{{"ets", {}}, {"naive", {}}, {"ets", {}}});
  costs.learn(JobId{1}, std::vector<Configuration>{{"ets", {}}});
  return costs;
}

TEST(CostBookTest, what_is_unknown_is_long) { EXPECT_EQ(two_jobs().seconds(request(0, 0)), CostBook::unknown_seconds); }

TEST(CostBookTest, learns_each_learner_of_each_job_by_itself) {
  auto costs = two_jobs();
  costs.observe(request(0, 0), 2.0);
  costs.observe(request(0, 1), 1e-6);
  EXPECT_DOUBLE_EQ(costs.seconds(request(0, 2)), 2.0) << "another configuration of the same learner";
  EXPECT_DOUBLE_EQ(costs.seconds(request(0, 1)), 1e-6);
  EXPECT_EQ(costs.seconds(request(1, 0)), CostBook::unknown_seconds) << "another job has other data";
}

TEST(CostBookTest, refits_are_not_folds) {
  auto costs = two_jobs();
  costs.observe(request(0, 0), 2.0);
  EXPECT_EQ(costs.seconds(request(0, 0, roles::FoldRequest::refit)), CostBook::unknown_seconds);
}

TEST(CostBookTest, follows_what_folds_take_lately) {
  auto costs = two_jobs();
  for (int i = 0; i < 1000; ++i) costs.observe(request(0, 0), 1e-6);
  for (int i = 0; i < 200; ++i) costs.observe(request(0, 0), 3.0);
  EXPECT_NEAR(costs.seconds(request(0, 0)), 3.0, 0.05);
  EXPECT_NEAR(costs.typical_seconds(), 3.0, 0.05);
}

TEST(CostBookTest, configurations_may_come_in_parts) {
  CostBook costs;
  for (int i = 0; i < 5; ++i) costs.learn(JobId{0}, std::vector<Configuration>{{i % 2 == 0 ? "a" : "b", {}}});
  costs.observe(request(0, 4), 7.0);
  EXPECT_EQ(costs.seconds(request(0, 0)), 7.0);
  EXPECT_EQ(costs.seconds(request(0, 3)), CostBook::unknown_seconds);
}

} // namespace
} // namespace rankfold::mpi
