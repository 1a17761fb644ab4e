#include "isolation/isolating_worker.hpp"

#include "data/builders.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include <bit>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>

namespace rankfold::isolation {
namespace {

using roles::Cause;
using roles::FoldResult;
using ::testing::HasSubstr;
using ::testing::StartsWith;

char const* const server = RANKFOLD_BINARY_DIR "/rankfold-fold";

constexpr std::string_view sleep_text = R"([job]
name = "nap"
[data]
kind = "none"
[objective]
metric = "loss"
[[learner]]
name = "sleep"
[resources]
isolation = "process"
)";

roles::JobContext sleep_job(std::string_view more = "") {
  job::JobSource source{"nap.toml", std::string{sleep_text}.append(more), {}};
  return roles::make_context(job::read_job(std::move(source), learners::catalogue()), {});
}

roles::FoldRequest request(std::int64_t configuration = 0, std::int32_t fold = 0) {
  return {{0}, {0}, {configuration}, {configuration}, fold, 1};
}

/// One fold of `sleep` with these hyperparameters.
FoldResult run_sleep(Parameters const& parameters, std::string_view more = "") {
  IsolatingWorker worker{3, server};
  worker.admit(sleep_job(more));
  Configuration const configuration{"sleep", parameters};
  worker.learn({0}, roles::number_from({0}, {&configuration, 1}));
  return worker.run(request());
}

FoldResult run_failing(std::string const& way, std::string_view more = "") { return run_sleep({{"fail", way}}, more); }

TEST(IsolatingWorkerTest, a_fold_that_succeeds_comes_back_whole) {
  auto const result = run_sleep({{"value", 0.1}});
  EXPECT_EQ(result.state, State::complete) << result.text;
  EXPECT_EQ(result.metrics[0], 0.1);
  EXPECT_EQ(result.rank, 3);
  EXPECT_EQ(result.request, request());
  EXPECT_GT(result.started, 1e9);
}

TEST(IsolatingWorkerTest, a_learners_own_failures_are_as_without_isolation) {
  auto const thrown = run_failing("throw");
  EXPECT_EQ(thrown.cause, Cause::learner);
  EXPECT_THAT(thrown.text, HasSubstr("as asked for"));
  auto const nan = run_failing("nan");
  EXPECT_EQ(nan.cause, Cause::learner);
  EXPECT_THAT(nan.text, HasSubstr("not a finite number"));
}

TEST(IsolatingWorkerTest, crashes_are_contained_and_named) {
  auto const aborted = run_failing("abort");
  EXPECT_EQ(aborted.cause, Cause::crashed);
  EXPECT_EQ(aborted.text, "crashed with signal 6 (Aborted)");
  auto const fault = run_failing("segfault");
#ifdef __SANITIZE_ADDRESS__ // the sanitizer takes the signal and ends the process itself
  EXPECT_NE(fault.state, State::complete);
#else
  EXPECT_EQ(fault.cause, Cause::crashed);
  EXPECT_EQ(fault.text, "crashed with signal 11 (Segmentation fault)");
#endif
}

TEST(IsolatingWorkerTest, an_exit_of_the_learner_is_no_exit_of_the_worker) {
  auto const result = run_failing("exit");
  EXPECT_EQ(result.cause, Cause::exit_code);
  EXPECT_EQ(result.text, "its process ended with exit code 1");
}

TEST(IsolatingWorkerTest, a_hang_that_does_not_heed_SIGTERM_is_ended_at_its_time) {
  auto const result = run_failing("hang", "timeout = \"100ms\"\n");
  EXPECT_EQ(result.cause, Cause::timeout);
  EXPECT_EQ(result.text, "timeout: over 0.1s");
}

TEST(IsolatingWorkerTest, a_fold_that_only_takes_too_long_is_ended_too) {
  auto const result = run_sleep({{"seconds", 3600.0}}, "timeout = \"50ms\"\n");
  EXPECT_EQ(result.cause, Cause::timeout);
}

TEST(IsolatingWorkerTest, memory_is_held_to_its_limit) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the address sanitizer reserves more memory than any limit";
#endif
  auto const result = run_failing("memory", "memory = \"256MiB\"\n");
  EXPECT_EQ(result.cause, Cause::memory);
  EXPECT_EQ(result.text, "memory: over 256MiB");
  EXPECT_EQ(run_sleep({{"value", 1.0}}, "memory = \"256MiB\"\n").state, State::complete);
}

TEST(IsolatingWorkerTest, one_fold_after_the_other_whatever_became_of_the_last) {
  IsolatingWorker worker{0, server};
  worker.admit(sleep_job());
  std::vector<Configuration> const configurations{
      {"sleep", {{"value", 1.0}}}, {"sleep", {{"fail", "segfault"}}}, {"sleep", {{"value", 2.0}}}};
  worker.learn({0}, roles::number_from({0}, std::span{configurations}.first(1)));
  EXPECT_EQ(worker.run(request(0)).metrics[0], 1.0);
  worker.learn({0}, roles::number_from({1}, std::span{configurations}.subspan(1)));
  for (int i = 0; i < 20; ++i) {
    EXPECT_NE(worker.run(request(1)).state, State::complete);
    EXPECT_EQ(worker.run(request(2)).metrics[0], 2.0);
  }
}

TEST(IsolatingWorkerTest, jobs_without_isolation_run_in_the_worker) {
  IsolatingWorker worker{0, "/nowhere/rankfold-fold"};
  auto job = sleep_job();
  job.job.resources.isolation = job::ResourceSpec::Isolation::none;
  worker.admit(std::move(job));
  Configuration const configuration{"sleep", {{"value", 4.0}}};
  worker.learn({0}, roles::number_from({0}, {&configuration, 1}));
  EXPECT_EQ(worker.run(request()).metrics[0], 4.0);
}

TEST(IsolatingWorkerTest, a_program_that_cannot_be_started_is_the_machines_fault) {
  IsolatingWorker worker{0, "/nowhere/rankfold-fold"};
  EXPECT_THROW(worker.admit(sleep_job()), SystemError);
}

TEST(IsolatingWorkerTest, a_program_that_is_no_fold_server_is_the_machines_fault) {
  IsolatingWorker worker{0, "/bin/true"};
  worker.admit(sleep_job());
  Configuration const configuration{"sleep", {}};
  EXPECT_THROW(
      {
        worker.learn({0}, roles::number_from({0}, {&configuration, 1}));
        (void)worker.run(request());
      },
      SystemError);
}

/// The fold servers that this process has started.
std::vector<pid_t> children() {
  std::ifstream list{"/proc/self/task/" + std::to_string(::getpid()) + "/children"};
  std::vector<pid_t> pids;
  for (pid_t pid = 0; list >> pid;) pids.push_back(pid);
  return pids;
}

TEST(IsolatingWorkerTest, a_server_that_dies_is_started_again_and_knows_what_the_first_one_knew) {
  IsolatingWorker worker{0, server};
  worker.admit(sleep_job());
  Configuration const configuration{"sleep", {{"value", 5.0}}};
  worker.learn({0}, roles::number_from({0}, {&configuration, 1}));
  ASSERT_EQ(worker.run(request()).metrics[0], 5.0);
  ASSERT_EQ(children().size(), 1u);
  auto const first = children().front();
  ::kill(first, SIGKILL);

  auto const lost = worker.run(request());
  auto const again = worker.run(request());

  EXPECT_EQ(lost.cause, Cause::crashed);
  EXPECT_THAT(lost.text, HasSubstr("signal 9"));
  EXPECT_EQ(again.metrics[0], 5.0);
  EXPECT_NE(children().front(), first);
}

TEST(IsolatingWorkerTest, a_server_that_was_stopped_does_not_keep_its_worker_at_the_end) {
  IsolatingWorker worker{0, server};
  worker.admit(sleep_job());
  ASSERT_EQ(children().size(), 1u);
  ::kill(children().front(), SIGSTOP);
}

TEST(IsolatingWorkerTest, no_server_outlives_its_worker) {
  {
    IsolatingWorker worker{0, server};
    worker.admit(sleep_job());
    worker.admit(sleep_job());
    EXPECT_EQ(children().size(), 2u);
  }
  EXPECT_TRUE(children().empty());
}

TEST(IsolatingWorkerTest, data_and_models_are_the_same_to_the_last_bit_with_and_without_isolation) {
  constexpr std::string_view text = R"([job]
name = "series"
[data]
kind = "series"
path = "s.csv"
target = "y"
[validation]
folds = 3
[objective]
metric = "mse"
report = ["mae"]
[[learner]]
name = "ets"
[resources]
isolation = "process"
)";
  data::SeriesBuilder builder;
  std::vector<double> values;
  for (int i = 0; i < 60; ++i) values.push_back(20 + 0.3 * i + 4 * std::sin(i) + (i * 7 % 5));
  builder.add("s", values);
  auto const job = job::read_job({"j.toml", std::string{text}, {}}, learners::catalogue());
  auto const context = roles::make_context(job, std::move(builder).build());
  Configuration const configuration{"ets", {{"season_length", std::int64_t{1}}}};
  IsolatingWorker isolated{0, server};
  roles::Worker plain{0};
  isolated.admit(context);
  plain.admit(context);
  isolated.learn({0}, roles::number_from({0}, {&configuration, 1}));
  plain.learn({0}, roles::number_from({0}, {&configuration, 1}));

  for (int const fold : {0, 1, 2, roles::FoldRequest::refit}) {
    auto const there = isolated.run(request(0, fold));
    auto const here = plain.run(request(0, fold));
    EXPECT_EQ(there.state, State::complete) << there.text;
    EXPECT_EQ(there.text, here.text);
    for (std::size_t i = 0; i < here.metrics.size(); ++i) {
      EXPECT_EQ(std::bit_cast<std::uint64_t>(there.metrics[i]), std::bit_cast<std::uint64_t>(here.metrics[i]));
    }
  }
}

} // namespace
} // namespace rankfold::isolation
