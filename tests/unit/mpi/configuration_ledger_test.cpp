#include "mpi/configuration_ledger.hpp"
#include "support/dispatch_test.hpp"
#include <gmock/gmock.h>

namespace rankfold::mpi {
namespace {

using test::make_configurations;

std::vector<roles::FoldRequest> request(std::int64_t job, std::int64_t configuration) {
  return {{JobId{job}, TaskId{0}, TrialId{0}, ConfigurationId{configuration}, 0, 1}};
}

TEST(ConfigurationLedgerTest, teaches_all_that_is_new_once) {
  ConfigurationLedger ledger{2};
  auto const all = make_configurations(5);
  ledger.learn(JobId{0}, std::span{all}.first(3));

  auto const first = ledger.teach(0, request(0, 1));
  ledger.learn(JobId{0}, std::span{all}.subspan(3));
  auto const known = ledger.teach(0, request(0, 2));
  auto const second = ledger.teach(0, request(0, 4));
  auto const other = ledger.teach(1, request(0, 0));

  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].configurations, make_configurations(3));
  EXPECT_TRUE(known.empty());
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].configurations, std::vector(all.begin() + 3, all.end()));
  ASSERT_EQ(other.size(), 1U);
  EXPECT_EQ(other[0].configurations, all);
}

TEST(ConfigurationLedgerTest, keeps_jobs_apart) {
  ConfigurationLedger ledger{1};
  ledger.learn(JobId{1}, make_configurations(2, "b"));
  ledger.learn(JobId{0}, make_configurations(1, "a"));
  auto requests = request(1, 1);
  requests.push_back(request(0, 0)[0]);

  auto const lessons = ledger.teach(0, requests);

  ASSERT_EQ(lessons.size(), 2U);
  EXPECT_EQ(lessons[0].job, JobId{1});
  EXPECT_EQ(lessons[1].configurations[0].learner, "a");
}

TEST(ConfigurationLedgerTest, a_fold_before_its_configuration_is_a_bug) {
  ConfigurationLedger ledger{1};
  ledger.learn(JobId{0}, make_configurations(1));
  EXPECT_THROW((void)ledger.teach(0, request(0, 1)), ContractViolation);
}

} // namespace
} // namespace rankfold::mpi
