#include "mpi/admission.hpp"

#include <gmock/gmock.h>

namespace rankfold::mpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::int64_t gib = 1 << 30;

Member member(std::string host, std::int64_t memory) {
  Member made;
  made.use.host = std::move(host);
  made.node = {.cores = 4, .gpus = 2, .memory_bytes = memory};
  return made;
}

job::ResourceSpec wants_memory(std::int64_t bytes) {
  job::ResourceSpec resources;
  resources.memory_bytes = bytes;
  return resources;
}

/// Rank 0 and three workers on a small node, two workers on a large one.
std::vector<Member> const roster{member("small", 4 * gib), member("small", 4 * gib),  member("large", 64 * gib),
                                 member("small", 4 * gib), member("large", 64 * gib), member("small", 4 * gib)};

TEST(AdmissionTest, each_node_takes_as_many_trials_as_it_has_memory_for) {
  std::vector const jobs{wants_memory(2 * gib)};
  auto const admission = admit_workers(roster, jobs);
  EXPECT_THAT(admission.may_work, ElementsAre(true, true, true, true, false));
  ASSERT_EQ(admission.notes.size(), 1u);
  EXPECT_EQ(admission.notes[0], "node small can run 2 trials at once by [resources]: 1 of its 3 workers get no folds");
}

TEST(AdmissionTest, without_limits_everyone_works) {
  std::vector const jobs{job::ResourceSpec{}};
  auto const admission = admit_workers(roster, jobs);
  EXPECT_THAT(admission.may_work, ElementsAre(true, true, true, true, true));
  EXPECT_THAT(admission.notes, IsEmpty());
}

TEST(AdmissionTest, jobs_that_share_the_workers_must_all_fit) {
  std::vector jobs{wants_memory(2 * gib), wants_memory(gib)};
  jobs[1].gpus = 2;
  EXPECT_THAT(admit_workers(roster, jobs).may_work, ElementsAre(true, true, false, false, false));
}

} // namespace
} // namespace rankfold::mpi
