#include "cli/commands.hpp"
#include "cli/open_results.hpp"
#include "cli/prepare.hpp"
#include "cli/run_arguments.hpp"
#include "isolation/isolating_worker.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "mpi/fold_dispatcher.hpp"
#include "mpi/relaunch.hpp"
#include "mpi/scope.hpp"
#include "mpi/share_jobs.hpp"
#include "report/progress.hpp"
#include "report/receipt.hpp"
#include "roles/inline_dispatcher.hpp"
#include "roles/proxy.hpp"
#include "roles/recalling_dispatcher.hpp"
#include "support/error.hpp"
#include "support/stop_signal.hpp"
#include <fmt/format.h>
#include <iostream>

namespace rankfold::cli {
namespace {

std::vector<PreparedJob> prepare_all(RunArguments const& run) {
  std::vector<PreparedJob> jobs;
  for (auto const& path : run.jobs) {
    jobs.push_back(prepare(job::load_source(path, run.overrides)));
    isolation::require_server_program(jobs.back().context.job.resources);
    for (auto const& notice : jobs.back().notices) std::cerr << notice << '\n';
  }
  return jobs;
}

/// Why a job is not finished, and how it goes on.
std::string interruption(roles::JobRun const& run, job::Job const& job) {
  auto const path = job.output.string();
  if (!run.stopped_by_failures())
    return fmt::format("interrupted; what was done is in {} (--resume continues it)", path);
  auto const rule = job.resources.on_failure == job::ResourceSpec::OnFailure::stop
                        ? std::string{"on_failure = \"stop\""}
                        : fmt::format("max_failures = {}", job.resources.max_failures);
  return fmt::format("stopped by {} in [resources]: {} of {} folds done have failed; reasons: rankfold query {} "
                     "(--resume goes on where more failures are accepted: --set resources.on_failure=continue, "
                     "--set resources.max_failures=N)",
                     rule, run.progress().folds_failed, run.progress().folds_done, path);
}

/// What the user is told at the end, and the exit code.
int conclude(roles::Proxy const& proxy, roles::Dispatcher const& dispatcher, std::vector<PreparedJob> const& jobs,
             double wall_seconds) {
  std::cerr << report::receipt(proxy.progress(), dispatcher.ranks(), wall_seconds);
  int exit_code = success;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    auto const path = jobs[i].context.job.output.string();
    auto const& job = proxy.jobs()[i];
    if (!job.finished()) {
      std::cerr << interruption(job, jobs[i].context.job) << '\n';
      exit_code = interrupted;
    } else if (job.tasks_failed() > 0) {
      std::cerr << fmt::format("{} of {} tasks have no successful trial; reasons: rankfold query {}\n",
                               job.tasks_failed(), job.progress().tasks, path);
      if (exit_code == success) exit_code = no_result;
    } else {
      std::cerr << fmt::format("results: {}   (rankfold query {})\n", path, path);
    }
  }
  return exit_code;
}

int run_jobs(std::vector<PreparedJob> const& jobs, Results opened, roles::Dispatcher& workers,
             RunArguments const& run) {
  Stopwatch const watch;
  roles::RecallingDispatcher dispatcher{workers, std::move(opened.memory)};
  auto progress = report::make_progress(run.progress, std::cerr);
  roles::Proxy proxy{dispatcher, *progress, StopSignal::requested};
  for (std::size_t i = 0; i < jobs.size(); ++i) proxy.admit(jobs[i].context, jobs[i].plan, *opened.stores[i]);
  proxy.run();
  progress.reset(); // ends the bar's line
  return conclude(proxy, dispatcher, jobs, watch.seconds());
}

/// The jobs of a run share its workers, so what one of them needs all of them get.
mpi::DispatchSettings dispatch_settings(std::vector<PreparedJob> const& jobs) {
  using Schedule = job::ResourceSpec::Schedule;
  mpi::DispatchSettings settings{mpi::Schedule::static_waves, 0};
  for (auto const& prepared : jobs) {
    auto const& resources = prepared.context.job.resources;
    if (resources.schedule == Schedule::dynamic) settings.schedule = mpi::Schedule::dynamic;
    settings.rank_timeout_seconds = std::max(settings.rank_timeout_seconds, resources.rank_timeout_seconds);
  }
  return settings;
}

/// Rank 0: everything that can be wrong is found before the other ranks learn of any job.
int coordinate(RunArguments const& run, mpi::Scope& scope) {
  std::vector<PreparedJob> jobs;
  Results opened;
  try {
    jobs = prepare_all(run);
    opened = open_results(jobs, run);
  } catch (JobError const& mistake) {
    // Told before the others leave: at their exit code mpirun may end this rank too.
    std::cerr << fmt::format("{}\n", mistake.what());
    mpi::dismiss(scope, bad_input);
    return bad_input;
  }
  std::vector<roles::JobContext> contexts;
  for (auto const& job : jobs) contexts.push_back(job.context);
  contexts = mpi::share_jobs(scope, std::move(contexts));
  for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].context = contexts[i]; // gives the first copy of the data back

  if (scope.size() == 1) {
    isolation::IsolatingWorker worker{0, isolation::server_program()};
    for (auto const& context : contexts) worker.admit(context);
    roles::InlineDispatcher dispatcher{isolation::runner_of(worker)};
    return run_jobs(jobs, std::move(opened), dispatcher, run);
  }
  auto const dispatcher = mpi::make_dispatcher(scope, dispatch_settings(jobs));
  int const exit_code = run_jobs(jobs, std::move(opened), *dispatcher, run);
  dispatcher->finish(exit_code);
  return exit_code;
}

/// Every other rank.
int work(mpi::Scope& scope) {
  auto assignment = mpi::receive_jobs(scope, learners::catalogue());
  if (assignment.exit_code) return *assignment.exit_code;
  isolation::IsolatingWorker worker{scope.rank(), isolation::server_program()};
  for (auto& context : assignment.jobs) worker.admit(std::move(context));
  return mpi::serve(scope, isolation::runner_of(worker));
}

} // namespace

int run(Arguments const& arguments) {
  auto const given = read_run_arguments(arguments);
  if (!given) return success;
  if (given->ranks && *given->ranks != 1 && !mpi::is_launched()) {
    return mpi::relaunch(*given->ranks, arguments_for_ranks(arguments, given->progress));
  }
  StopSignal const stop; // on every rank: rank 0 drains the job, the others wait for its word
  mpi::Scope scope;
  return scope.rank() == 0 ? coordinate(*given, scope) : work(scope);
}

int join(Arguments const&) {
  StopSignal const stop; // as in `run`
  mpi::Scope scope;
  if (scope.rank() == 0) throw JobError{"rankfold join: only a run that has lost a rank starts this"};
  return work(scope);
}

} // namespace rankfold::cli
