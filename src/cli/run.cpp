#include "cli/commands.hpp"
#include "cli/grace_watch.hpp"
#include "cli/open_results.hpp"
#include "cli/prepare.hpp"
#include "cli/run_arguments.hpp"
#include "isolation/isolating_worker.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "mpi/admission.hpp"
#include "mpi/fold_dispatcher.hpp"
#include "mpi/relaunch.hpp"
#include "mpi/scope.hpp"
#include "mpi/share_jobs.hpp"
#include "report/progress.hpp"
#include "report/receipt.hpp"
#include "roles/capacity.hpp"
#include "roles/inline_dispatcher.hpp"
#include "roles/proxy.hpp"
#include "roles/recalling_dispatcher.hpp"
#include "support/error.hpp"
#include "support/stop_signal.hpp"
#include <fmt/format.h>
#include <iostream>

namespace rankfold::cli {
namespace {

std::vector<PreparedJob> prepare_all(RunArguments const& run, std::vector<NodeSize> const& nodes) {
  std::vector<PreparedJob> jobs;
  for (auto const& path : run.jobs) {
    jobs.push_back(prepare(job::load_source(path, run.overrides)));
    roles::refuse_what_no_node_has(jobs.back().context.job, nodes);
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
  roles::Proxy proxy{dispatcher, *progress, StopSignal::requested, {.seconds = run.grace_seconds}};
  for (std::size_t i = 0; i < jobs.size(); ++i) proxy.admit(jobs[i].context, jobs[i].plan, *opened.stores[i]);
  proxy.run();
  progress.reset(); // ends the bar's line
  return conclude(proxy, dispatcher, jobs, watch.seconds());
}

/// The jobs of a run share its workers, so what one of them needs all of them get.
mpi::DispatchSettings dispatch_settings(std::vector<PreparedJob> const& jobs, mpi::Admission const& admission) {
  using Schedule = job::ResourceSpec::Schedule;
  mpi::DispatchSettings settings{mpi::Schedule::static_waves, 0};
  for (auto const& prepared : jobs) {
    auto const& resources = prepared.context.job.resources;
    if (resources.schedule == Schedule::dynamic) settings.schedule = mpi::Schedule::dynamic;
    settings.rank_timeout_seconds = std::max(settings.rank_timeout_seconds, resources.rank_timeout_seconds);
    if (resources.gpus > 0) settings.replaces = false; // which GPUs the lost rank had a new one would not know
  }
  settings.may_work = admission.may_work;
  return settings;
}

/// The nodes that folds will run on.
std::vector<NodeSize> working_nodes(mpi::Scope const& scope) {
  if (scope.size() == 1) return {this_machine().size};
  return mpi::nodes_of_workers(scope);
}

/// Which workers get folds; told where some do not.
mpi::Admission admit_workers(mpi::Scope const& scope, std::vector<PreparedJob> const& jobs) {
  if (scope.size() == 1) return {};
  std::vector<job::ResourceSpec> all;
  for (auto const& prepared : jobs) all.push_back(prepared.context.job.resources);
  auto admission = mpi::admit_workers(scope, all);
  if (std::ranges::find(admission.may_work, true) == admission.may_work.end()) {
    throw JobError{"no node here has what the trials of all these jobs ask for in [resources]: run one job at a time"};
  }
  for (auto const& note : admission.notes) std::cerr << note << '\n';
  return admission;
}

/// Rank 0: everything that can be wrong is found before the other ranks learn of any job.
int coordinate(RunArguments const& run, mpi::Scope& scope) {
  std::vector<PreparedJob> jobs;
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
  std::vector<roles::JobContext> contexts;
  for (auto const& job : jobs) contexts.push_back(job.context);
  contexts = mpi::share_jobs(scope, std::move(contexts));
  for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].context = contexts[i]; // gives the first copy of the data back

  if (scope.size() == 1) {
    isolation::IsolatingWorker worker{0, isolation::server_program(), this_machine(), {}};
    for (auto const& context : contexts) worker.admit(context);
    roles::InlineDispatcher dispatcher{isolation::runner_of(worker)};
    GraceWatch const watch{run.grace_seconds, interrupted};
    return run_jobs(jobs, std::move(opened), dispatcher, run);
  }
  auto const dispatcher = mpi::make_dispatcher(scope, dispatch_settings(jobs, admission));
  int const exit_code = run_jobs(jobs, std::move(opened), *dispatcher, run);
  // Workers in the midst of a fold that was given up cannot be told.
  if (dispatcher->in_flight() > 0) return mpi::abort_all(exit_code);
  dispatcher->finish(exit_code);
  return exit_code;
}

/// Every other rank.
int work(mpi::Scope& scope) {
  auto assignment = mpi::receive_jobs(scope, learners::catalogue());
  if (assignment.exit_code) return *assignment.exit_code;
  isolation::IsolatingWorker worker{scope.rank(), isolation::server_program(), this_machine(),
                                    mpi::place_on_node(scope)};
  for (auto& context : assignment.jobs) worker.admit(std::move(context));
  return mpi::serve(scope, isolation::runner_of(worker));
}

/// Of the job whose folds have most, as all share the workers.
int threads_of_folds(RunArguments const& run) {
  int most = 1;
  for (auto const& path : run.jobs) {
    auto const job = job::read_job(job::load_source(path, run.overrides), learners::catalogue());
    most = std::max(most, job.resources.threads);
  }
  return most;
}

} // namespace

int run(Arguments const& arguments) {
  auto const given = read_run_arguments(arguments);
  if (!given) return success;
  if (given->ranks && *given->ranks != 1 && !mpi::is_launched()) {
    return mpi::relaunch(*given->ranks, threads_of_folds(*given), arguments_for_ranks(arguments, given->progress));
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
