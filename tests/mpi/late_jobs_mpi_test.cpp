#include "mpi/fold_dispatcher.hpp"
#include "support/dispatch_test.hpp"
#include "support/mpi_test.hpp"
#include <map>

namespace rankfold::mpi {
namespace {

using roles::FoldRequest;

/// Runs folds of the jobs that it was told of. A result says by its second metric which job's text it was told.
roles::FoldRunner runner_of_late_jobs() {
  auto const jobs = std::make_shared<std::map<JobId, double>>();
  roles::FoldRunner runner;
  runner.learn = [jobs](JobId job, auto) { expects(jobs->contains(job), "a job is known before its configurations"); };
  runner.run = [jobs](FoldRequest const& request) {
    auto result = test::answer(request);
    result.metrics[1] = jobs->at(request.job);
    return result;
  };
  runner.admit = [jobs](JobId job, roles::LateJob const& late) {
    expects(jobs->emplace(job, std::stod(late.source.text)).second, "a number is given to one job at a time");
  };
  runner.release = [jobs](JobId job) { expects(jobs->erase(job) == 1, "a job that is released was known"); };
  return runner;
}

std::vector<FoldRequest> requests_of(JobId job, std::int64_t count) {
  auto requests = test::make_requests(count);
  for (auto& request : requests) request.job = job;
  return requests;
}

void run_a_job(RankDispatcher& dispatcher, JobId job, int text) {
  dispatcher.weigh(job, 1);
  dispatcher.admit(job, {{"job.toml", std::to_string(text), {}}, {}, 0});
  dispatcher.learn(job, test::make_configurations(1));
  auto const results = test::run_all(dispatcher, requests_of(job, 200));
  EXPECT_EQ(results.size(), 200U);
  for (auto const& result : results) EXPECT_EQ(result.metrics[1], text);
}

/// @param coordinate what rank 0 does
void run(std::function<void(RankDispatcher&)> const& coordinate) {
  auto& scope = test::scope();
  if (scope.rank() > 0) {
    EXPECT_EQ(serve(scope, runner_of_late_jobs(), Beginning::by_letters), 4);
    return;
  }
  DispatchSettings settings;
  settings.beginning = Beginning::by_letters;
  auto const dispatcher = make_dispatcher(scope, settings);
  coordinate(*dispatcher);
  dispatcher->finish(4);
}

TEST(LateJobsTest, numbers_are_given_to_one_job_after_the_other) {
  run([](RankDispatcher& dispatcher) {
    run_a_job(dispatcher, JobId{0}, 100);
    run_a_job(dispatcher, JobId{1}, 101);
    for (int text = 102; text < 110; ++text) {
      dispatcher.release(JobId{1});
      run_a_job(dispatcher, JobId{1}, text);
    }
    dispatcher.release(JobId{0});
    run_a_job(dispatcher, JobId{0}, 110);
  });
}

TEST(LateJobsTest, workers_wait_for_the_first_one) {
  run([](RankDispatcher& dispatcher) {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(dispatcher.wait().empty());
    run_a_job(dispatcher, JobId{0}, 1);
  });
}

TEST(LateJobsTest, there_need_be_none) {
  run([](RankDispatcher& dispatcher) { EXPECT_EQ(dispatcher.in_flight(), 0U); });
}

TEST(LateJobsTest, what_waits_of_one_is_withdrawn_alone) {
  run([](RankDispatcher& dispatcher) {
    for (auto const job : {JobId{0}, JobId{1}}) {
      dispatcher.weigh(job, 1);
      dispatcher.admit(job, {{"job.toml", "7", {}}, {}, 0});
      dispatcher.learn(job, test::make_configurations(1));
      dispatcher.submit(requests_of(job, 1000));
    }
    auto const withdrawn = dispatcher.withdraw(JobId{0});
    std::map<JobId, std::size_t> back;
    while (dispatcher.in_flight() > 0) {
      for (auto const& result : dispatcher.wait()) ++back[result.request.job];
    }
    EXPECT_EQ(back[JobId{0}] + withdrawn, 1000U);
    EXPECT_EQ(back[JobId{1}], 1000U);
  });
}

} // namespace
} // namespace rankfold::mpi
