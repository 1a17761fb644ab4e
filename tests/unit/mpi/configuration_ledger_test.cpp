#include "mpi/configuration_ledger.hpp"

#include "roles/codec.hpp"
#include "support/dispatch_test.hpp"
#include <gmock/gmock.h>

namespace rankfold::mpi {
namespace {

using test::make_configurations;
using ::testing::ElementsAre;

std::vector<roles::FoldRequest> requests(std::int64_t job, std::initializer_list<std::int64_t> configurations) {
  std::vector<roles::FoldRequest> requests;
  for (auto const id : configurations) requests.push_back({JobId{job}, TaskId{0}, TrialId{0}, ConfigurationId{id}});
  return requests;
}

/// The numbers that a lesson teaches.
std::vector<std::int64_t> numbers(Lesson const& lesson) {
  std::vector<std::int64_t> ids;
  for (auto const& [id, configuration] : roles::decode_configurations(lesson.configurations)) {
    EXPECT_EQ(configuration.parameters.at("number").as_integer(), id.value);
    ids.push_back(id.value);
  }
  return ids;
}

TEST(ConfigurationLedgerTest, teaches_what_is_needed_once) {
  ConfigurationLedger ledger{2};
  auto const all = make_configurations(5);
  ledger.learn(JobId{0}, std::span{all}.first(3));

  auto const first = ledger.teach(0, requests(0, {1, 0, 1}));
  ledger.learn(JobId{0}, std::span{all}.subspan(3));
  auto const known = ledger.teach(0, requests(0, {1}));
  auto const second = ledger.teach(0, requests(0, {4, 1, 2}));
  auto const other = ledger.teach(1, requests(0, {4}));

  ASSERT_EQ(first.size(), 1U);
  EXPECT_THAT(numbers(first[0]), ElementsAre(1, 0));
  EXPECT_TRUE(known.empty());
  ASSERT_EQ(second.size(), 1U);
  EXPECT_THAT(numbers(second[0]), ElementsAre(4, 2));
  ASSERT_EQ(other.size(), 1U);
  EXPECT_THAT(numbers(other[0]), ElementsAre(4));
}

TEST(ConfigurationLedgerTest, keeps_jobs_apart) {
  ConfigurationLedger ledger{1};
  ledger.learn(JobId{1}, make_configurations(2, "b"));
  ledger.learn(JobId{0}, make_configurations(1, "a"));
  auto both = requests(1, {0});
  both.push_back(requests(0, {0})[0]);

  auto const lessons = ledger.teach(0, both);

  ASSERT_EQ(lessons.size(), 2U);
  EXPECT_EQ(lessons[0].job, JobId{1});
  EXPECT_EQ(lessons[1].job, JobId{0});
  EXPECT_EQ(roles::decode_configurations(lessons[1].configurations)[0].configuration.learner, "a");
}

TEST(ConfigurationLedgerTest, teaches_again_what_may_not_have_arrived) {
  ConfigurationLedger ledger{1};
  ledger.learn(JobId{0}, make_configurations(2));
  (void)ledger.teach(0, requests(0, {1}));

  ledger.forget_taught();

  auto const again = ledger.teach(0, requests(0, {1}));
  ASSERT_EQ(again.size(), 1U);
  EXPECT_THAT(numbers(again[0]), ElementsAre(1));
}

TEST(ConfigurationLedgerTest, a_fold_before_its_configuration_is_a_bug) {
  ConfigurationLedger ledger{1};
  ledger.learn(JobId{0}, make_configurations(1));
  EXPECT_THROW((void)ledger.teach(0, requests(0, {1})), ContractViolation);
}

} // namespace
} // namespace rankfold::mpi
