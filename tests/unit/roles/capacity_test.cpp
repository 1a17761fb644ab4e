#include "roles/capacity.hpp"

#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "support/error.hpp"
#include <gmock/gmock.h>

namespace rankfold::roles {
namespace {

constexpr std::int64_t gib = 1 << 30;
NodeSize const node{.cores = 8, .gpus = 4, .memory_bytes = 10 * gib};

job::ResourceSpec wants(int threads, std::int64_t memory, int gpus) {
  job::ResourceSpec resources;
  resources.threads = threads;
  resources.memory_bytes = memory;
  resources.gpus = gpus;
  return resources;
}

TEST(TrialsAtOnceTest, the_scarcest_of_memory_and_gpus_decides) {
  EXPECT_GT(trials_at_once(wants(1, 0, 0), node), 1'000'000);
  EXPECT_EQ(trials_at_once(wants(1, 3 * gib, 0), node), 3);
  EXPECT_EQ(trials_at_once(wants(1, 3 * gib, 2), node), 2);
  EXPECT_EQ(trials_at_once(wants(1, 1, 1), node), 4);
}

TEST(TrialsAtOnceTest, cores_are_shared_but_each_trial_needs_its_own_number_of_them) {
  EXPECT_GT(trials_at_once(wants(8, 0, 0), node), 8);
  EXPECT_EQ(trials_at_once(wants(9, 0, 0), node), 0);
  EXPECT_EQ(trials_at_once(wants(1, 11 * gib, 0), node), 0);
  EXPECT_EQ(trials_at_once(wants(1, 0, 5), node), 0);
}

job::Job job_with(std::string const& resources, std::vector<std::string> overrides = {}) {
  std::string const text = "[job]\nname = \"n\"\n[data]\nkind = \"none\"\n[[learner]]\nname = \"sleep\"\n"
                           "[resources]\n" +
                           resources;
  return job::read_job({"job.toml", text, std::move(overrides)}, learners::catalogue());
}

std::string refusal(job::Job const& job, std::vector<NodeSize> const& nodes = {node}) {
  try {
    refuse_what_no_node_has(job, nodes);
  } catch (JobError const& refused) {
    return refused.what();
  }
  return "";
}

TEST(RefusalTest, names_the_place_of_what_is_too_much_and_what_there_is) {
  EXPECT_EQ(refusal(job_with("threads = 9\n")),
            "job.toml:8:11: 'threads' in [resources] is 9, but no node here has more than 8 cores");
  EXPECT_EQ(refusal(job_with("retries = 2\nmemory = \"11GiB\"\n")),
            "job.toml:9:10: 'memory' in [resources] is 11GiB, but no node here has more than 9.9GiB");
  EXPECT_EQ(refusal(job_with("gpus = 5\n")),
            "job.toml:8:8: 'gpus' in [resources] is 5, but no node here has more than 4 GPUs");
  EXPECT_THAT(refusal(job_with("", {"resources.gpus=5"})), ::testing::StartsWith("--set resources.gpus=5: 'gpus'"));
}

TEST(RefusalTest, one_node_that_has_it_all_is_enough) {
  auto const job = job_with("threads = 4\ngpus = 1\n");
  NodeSize const without{.cores = 64, .gpus = 0, .memory_bytes = gib};
  EXPECT_EQ(refusal(job, {without, node}), "");
  NodeSize const small{.cores = 2, .gpus = 2, .memory_bytes = gib};
  EXPECT_THAT(refusal(job, {without, small}), ::testing::HasSubstr("no node here has all"));
}

} // namespace
} // namespace rankfold::roles
