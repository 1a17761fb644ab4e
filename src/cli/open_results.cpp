#include "cli/open_results.hpp"

#include "cli/resume_notice.hpp"
#include "learners/registry.hpp"
#include "mpi/scope.hpp"
#include "results/recover.hpp"
#include "support/error.hpp"
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <map>

namespace rankfold::cli {
namespace {

void refuse_shared_outputs(std::vector<roles::PreparedJob> const& jobs) {
  std::map<std::filesystem::path, std::string> job_of_output;
  for (auto const& prepared : jobs) {
    auto const& job = prepared.context.job;
    auto const path = job.source.path.string();
    auto const [other, is_new] = job_of_output.emplace(std::filesystem::weakly_canonical(job.output), path);
    if (is_new) continue;
    throw JobError{fmt::format("{}: its results would go to '{}' like those of {}: give each job an 'output' in [job]",
                               path, job.output.string(), other->second)};
  }
}

/// What the job's earlier runs left behind; their journal goes on in this one.
results::Recovered recover_job(job::Job const& job, roles::Plan const& plan) {
  auto found = results::recover(job, learners::catalogue());
  for (auto const& damage : found.left.damage) std::cerr << fmt::format("{}; the journal has its results\n", damage);
  std::cerr << resume_notice(found, job, plan) << '\n';
  return found;
}

roles::Memory read_reused(RunArguments const& run) {
  roles::Memory all;
  for (auto const& path : run.reused) {
    auto folds = results::reusable_folds(path);
    std::cerr << fmt::format("{}: {} results may be reused\n", path, folds.size());
    all.merge(folds);
  }
  return all;
}

} // namespace

Results open_results(std::vector<roles::PreparedJob> const& jobs, RunArguments const& run) {
  refuse_shared_outputs(jobs);
  auto reused = read_reused(run);
  auto const existing = run.start == RunArguments::Start::anew ? results::Existing::refuse : results::Existing::replace;
  Results opened;
  std::vector<results::Recovered> recovered(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    auto const& [context, plan, notices] = jobs[i];
    opened.stores.push_back(
        std::make_unique<results::ResultWriter>(context.job, plan, mpi::library_version(), existing));
    if (run.start == RunArguments::Start::resume)
      recovered[i] = recover_job(context.job, plan); // nobody else writes it now
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    opened.stores[i]->publish(recovered[i].left);
    opened.memory.merge(recovered[i].left.folds);
  }
  opened.memory.merge(reused);
  return opened;
}

} // namespace rankfold::cli
