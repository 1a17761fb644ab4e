/// How many empty folds a second go out and come back: mpirun -n 3 dispatch_bench [FOLDS]
///
/// Prints tab-separated lines: what was measured, folds, seconds, CPU seconds of rank 0. See dispatch.sh.
#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "mpi/fold_dispatcher.hpp"
#include "mpi/share_jobs.hpp"
#include "raw_loop.hpp"
#include "results/result_writer.hpp"
#include "roles/plan.hpp"
#include "roles/proxy.hpp"
#include "support/clock.hpp"
#include <ctime>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <unistd.h>

namespace rankfold::bench {
namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Prints what passed between its making and `stop`.
class Measurement {
public:
  explicit Measurement(std::string what) : what_{std::move(what)} {}
  void stop(std::int64_t folds) const {
    std::cout << fmt::format("{}\t{}\t{:.4f}\t{:.4f}\n", what_, folds, watch_.seconds(), cpu_seconds() - cpu_)
              << std::flush;
  }

private:
  std::string what_;
  Stopwatch watch_;
  double cpu_ = cpu_seconds();
};

std::string_view name(mpi::Schedule schedule) { return schedule == mpi::Schedule::dynamic ? "dynamic" : "static"; }

/// The transport alone: rank 0 hands out folds that nobody computes and drops the results.
void dispatch_only(mpi::Scope& scope, mpi::Schedule schedule, std::int64_t folds) {
  auto const answer = [](roles::FoldRequest const& request) {
    roles::FoldResult result;
    result.request = request;
    result.state = State::complete;
    result.metrics[0] = 1;
    return result;
  };
  if (scope.rank() > 0) {
    (void)mpi::serve(scope, {[](JobId, std::span<roles::NumberedConfiguration const>) {}, answer});
    return;
  }
  auto const dispatcher = mpi::make_dispatcher(scope, {schedule});
  dispatcher->learn(JobId{0}, std::vector<Configuration>{{"none", {}}});
  Measurement const measurement{fmt::format("dispatch only, {}", name(schedule))};
  std::vector<roles::FoldRequest> requests;
  for (std::int64_t sent = 0; sent < folds || dispatcher->in_flight() > 0;) {
    auto const count = std::min(folds - sent, static_cast<std::int64_t>(dispatcher->room()));
    requests.clear();
    for (std::int64_t i = 0; i < count; ++i, ++sent) {
      requests.push_back({JobId{0}, TaskId{0}, TrialId{sent}, ConfigurationId{0}, 0, 1});
    }
    dispatcher->submit(requests);
    (void)dispatcher->wait();
  }
  measurement.stop(folds);
  dispatcher->finish(0);
}

job::Job empty_job(std::int64_t trials, int folds) {
  auto const folder = std::filesystem::temp_directory_path();
  job::JobSource source;
  source.path = folder / "empty.toml";
  source.text = fmt::format(R"(
[job]
name   = "empty"
output = "{}/dispatch_bench_{}.h5"
[data]
kind = "none"
[validation]
folds = {}
[objective]
metric    = "loss"
direction = "minimize"
[[learner]]
name  = "sleep"
value = {{ min = 1.0, max = {}.0, step = 1.0 }}
)",
                            folder.string(), getpid(), folds, trials);
  return job::read_job(std::move(source), learners::catalogue());
}

struct Silence final : roles::ProgressObserver {
  void update(roles::Progress const&) override {}
};

/// All of it: a trainer that makes trials of a grid, a configuration each, their journal and rows in a result file.
void whole_path(mpi::Scope& scope, mpi::Schedule schedule, std::int64_t count, int folds) {
  if (scope.rank() > 0) {
    roles::Worker worker{scope.rank()};
    for (auto& context : mpi::receive_jobs(scope, learners::catalogue()).jobs) worker.admit(std::move(context));
    (void)mpi::serve(scope, roles::runner_of(worker));
    return;
  }
  std::vector<roles::JobContext> contexts{roles::make_context(empty_job(count / folds, folds), {})};
  auto const plan = roles::make_plan(contexts[0]);
  auto const output = contexts[0].job.output;
  results::ResultWriter store{contexts[0].job, plan, mpi::library_version(), results::Existing::replace};
  store.publish();
  contexts = mpi::share_jobs(scope, std::move(contexts));
  auto const dispatcher = mpi::make_dispatcher(scope, {schedule});
  Silence silence;
  Measurement const measurement{fmt::format("journal and rows, trials of {}, {}", folds, name(schedule))};
  roles::Proxy proxy{*dispatcher, silence, [] { return false; }};
  proxy.admit(contexts[0], plan, store);
  proxy.run();
  measurement.stop(count / folds * folds);
  dispatcher->finish(0);
  std::filesystem::remove(output);
}

void raw(mpi::Scope& scope, std::int64_t folds) {
  auto const workers = scope.size() - 1;
  Measurement const measurement{"raw MPI_Scatter + MPI_Gather"};
  (void)raw_scatter_gather(folds / workers);
  if (scope.rank() == 0) measurement.stop(folds / workers * workers);
}

int run(std::int64_t folds) {
  mpi::Scope scope;
  if (scope.size() < 2) {
    std::cerr << "dispatch_bench: to be run with mpirun on at least 2 ranks\n";
    return 2;
  }
  raw(scope, folds);
  for (auto const schedule : {mpi::Schedule::static_waves, mpi::Schedule::dynamic}) {
    dispatch_only(scope, schedule, folds);
    for (int const trial_folds : {1, 5}) whole_path(scope, schedule, folds, trial_folds);
  }
  return 0;
}

} // namespace
} // namespace rankfold::bench

int main(int argc, char** argv) {
  try {
    return rankfold::bench::run(argc > 1 ? std::stoll(argv[1]) : 200'000);
  } catch (std::exception const& failure) {
    std::cerr << "dispatch_bench: " << failure.what() << std::endl;
    return rankfold::mpi::abort_all(1);
  }
}
