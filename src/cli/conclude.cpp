#include "cli/conclude.hpp"

#include "cli/commands.hpp"
#include "report/receipt.hpp"
#include <fmt/format.h>
#include <iostream>

namespace rankfold::cli {
namespace {

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

std::int64_t count_chains(std::vector<roles::PreparedJob> const& jobs) {
  std::int64_t chains = 0;
  for (auto const& job : jobs) chains += roles::chains_of(job.plan, job.context.job.validation).count;
  return chains;
}

} // namespace

int conclude(roles::Proxy const& proxy, roles::Dispatcher const& dispatcher,
             std::vector<roles::PreparedJob> const& jobs, double wall_seconds) {
  std::cerr << report::receipt(proxy.progress(), dispatcher.ranks(), wall_seconds, count_chains(jobs));
  int exit_code = success;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    auto const path = jobs[i].context.job.output.string();
    auto const& job = proxy.job(JobId{static_cast<std::int64_t>(i)});
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

} // namespace rankfold::cli
