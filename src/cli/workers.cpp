#include "cli/workers.hpp"

#include "isolation/isolating_worker.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "mpi/share_jobs.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <iostream>

namespace rankfold::cli {

mpi::DispatchSettings dispatch_settings(std::vector<roles::PreparedJob> const& jobs, mpi::Admission const& admission,
                                        double deadline) {
  using Schedule = job::ResourceSpec::Schedule;
  mpi::DispatchSettings settings{mpi::Schedule::static_waves, 0};
  for (auto const& prepared : jobs) {
    auto const& resources = prepared.context.job.resources;
    if (resources.schedule == Schedule::dynamic) settings.schedule = mpi::Schedule::dynamic;
    settings.rank_timeout_seconds = std::max(settings.rank_timeout_seconds, resources.rank_timeout_seconds);
    auto const chains = roles::chains_of(prepared.plan, prepared.context.job.validation);
    settings.longest_chain = std::max(settings.longest_chain, static_cast<std::size_t>(chains.longest));
    if (resources.gpus > 0) settings.replaces = false; // which GPUs the lost rank had a new one would not know
  }
  settings.may_work = admission.may_work;
  settings.deadline = {deadline};
  return settings;
}

std::vector<NodeSize> working_nodes(mpi::Scope const& scope) {
  if (scope.size() == 1) return {this_machine().size};
  return mpi::nodes_of_workers(scope);
}

mpi::Admission admit_workers(mpi::Scope const& scope, std::vector<roles::PreparedJob> const& jobs) {
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

int work(mpi::Scope& scope, mpi::Beginning beginning) {
  auto assignment = mpi::receive_jobs(scope, learners::catalogue());
  if (assignment.exit_code) return *assignment.exit_code;
  isolation::IsolatingWorker worker{scope.rank(), isolation::server_program(), this_machine(),
                                    mpi::place_on_node(scope)};
  for (auto& context : assignment.jobs) worker.admit(std::move(context));
  return mpi::serve(scope, isolation::runner_of(worker), beginning);
}

int threads_of_folds(RunArguments const& run) {
  int most = 1;
  for (auto const& path : run.jobs) {
    auto const job = job::read_job(job::load_source(path, run.overrides), learners::catalogue());
    most = std::max(most, job.resources.threads);
  }
  return most;
}

} // namespace rankfold::cli
