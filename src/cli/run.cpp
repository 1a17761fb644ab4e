#include "cli/commands.hpp"
#include "cli/conclude.hpp"
#include "cli/grace_watch.hpp"
#include "cli/open_results.hpp"
#include "cli/run_arguments.hpp"
#include "cli/workers.hpp"
#include "isolation/isolating_worker.hpp"
#include "job/read_job.hpp"
#include "mpi/exit_code_file.hpp"
#include "mpi/fold_dispatcher.hpp"
#include "mpi/relaunch.hpp"
#include "mpi/scope.hpp"
#include "mpi/share_jobs.hpp"
#include "report/progress.hpp"
#include "roles/capacity.hpp"
#include "roles/inline_dispatcher.hpp"
#include "roles/prepare.hpp"
#include "roles/proxy.hpp"
#include "roles/recalling_dispatcher.hpp"
#include "support/error.hpp"
#include "support/stop_signal.hpp"
#include <chrono>
#include <fmt/format.h>
#include <iostream>
#include <thread>

namespace rankfold::cli {
namespace {

std::vector<roles::PreparedJob> prepare_all(RunArguments const& run, std::vector<NodeSize> const& nodes) {
  std::vector<roles::PreparedJob> jobs;
  for (auto const& path : run.jobs) {
    jobs.push_back(roles::prepare(job::load_source(path, run.overrides)));
    roles::refuse_what_no_node_has(jobs.back().context.job, nodes);
    isolation::require_server_program(jobs.back().context.job.resources);
    for (auto const& notice : jobs.back().notices) std::cerr << notice << '\n';
  }
  return jobs;
}

int run_jobs(std::vector<roles::PreparedJob> const& jobs, Results opened, roles::Dispatcher& workers,
             RunArguments const& run) {
  Stopwatch const watch;
  roles::RecallingDispatcher dispatcher{workers, std::move(opened.memory)};
  auto progress = report::make_progress(run.progress, std::cerr);
  roles::Proxy proxy{dispatcher, *progress, StopSignal::requested, {.seconds = run.grace_seconds}, {run.deadline}};
  for (std::size_t i = 0; i < jobs.size(); ++i) proxy.admit(jobs[i].context, jobs[i].plan, *opened.stores[i]);
  proxy.run();
  progress.reset(); // ends the bar's line
  return conclude(proxy, dispatcher, jobs, watch.seconds());
}

/// Rank 0: everything that can be wrong is found before the other ranks learn of any job.
int coordinate(RunArguments const& run, mpi::Scope& scope) {
  std::vector<roles::PreparedJob> jobs;
  Results opened;
  mpi::Admission admission;
  try {
    jobs = prepare_all(run, working_nodes(scope));
    admission = admit_workers(scope, jobs);
    opened = open_results(jobs, run);
  } catch (JobError const& mistake) {
    // Told before the others leave: at their exit code mpirun may end this rank too.
    std::cerr << fmt::format("{}\n", mistake.what());
    mpi::dismiss(scope, bad_input);
    return bad_input;
  }
  mpi::note_begun();
  std::vector<roles::JobContext> contexts;
  for (auto const& job : jobs) contexts.push_back(job.context);
  contexts = mpi::share_jobs(scope, std::move(contexts));
  for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].context = contexts[i]; // gives the first copy of the data back

  if (scope.size() == 1) {
    isolation::IsolatingWorker worker{0, isolation::server_program(), this_machine(), {}};
    for (auto const& context : contexts) worker.admit(context);
    roles::InlineDispatcher dispatcher{isolation::runner_of(worker), {run.deadline}};
    GraceWatch const watch{run.grace_seconds, interrupted};
    return run_jobs(jobs, std::move(opened), dispatcher, run);
  }
  auto const dispatcher = mpi::make_dispatcher(scope, dispatch_settings(jobs, admission, run.deadline));
  int const exit_code = run_jobs(jobs, std::move(opened), *dispatcher, run);
  // Workers in the midst of a fold that was given up cannot be told.
  if (dispatcher->in_flight() > 0) return mpi::abort_all(exit_code);
  dispatcher->finish(exit_code);
  return exit_code;
}

/// Rank 0 is the only one whose loss ends a run: then it is begun again from its result file.
int run_under_mpirun(RunArguments const& run, Arguments const& arguments) {
  constexpr int most_restarts = 3;
  int const threads = threads_of_folds(run);
  auto words = arguments_for_ranks(arguments, run.progress);
  for (int restarts = 0;; ++restarts) {
    auto const end = mpi::relaunch(*run.ranks, threads, words);
    if (end.exit_code) return *end.exit_code;
    if (!end.resumable || restarts == most_restarts) {
      throw SystemError{fmt::format("mpirun {}, and rank 0 left no word; where a result file was begun, --resume "
                                    "continues it",
                                    end.launcher)};
    }
    std::cerr << fmt::format("rank 0 is lost (mpirun {}): the run goes on from its result file\n", end.launcher);
    words = arguments_to_resume(words);
    std::this_thread::sleep_for(std::chrono::seconds{2}); // the ranks of before find out, and give the file back
  }
}

} // namespace

int run(Arguments const& arguments) {
  auto const given = read_run_arguments(arguments);
  if (!given) return success;
  if (given->ranks && *given->ranks != 1 && !mpi::is_launched()) {
    return run_under_mpirun(*given, arguments);
  }
  StopSignal const stop; // on every rank: rank 0 drains the job, the others wait for its word
  mpi::Scope scope;
  return scope.rank() == 0 ? coordinate(*given, scope) : work(scope);
}

int join(Arguments const&) {
  StopSignal const stop; // as in `run`
  mpi::Scope scope{mpi::Scope::Part::replacement};
  if (scope.rank() == 0) throw JobError{"rankfold join: only a run that has lost a rank starts this"};
  return work(scope);
}

} // namespace rankfold::cli
