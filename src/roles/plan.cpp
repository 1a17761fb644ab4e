#include "roles/plan.hpp"

#include "data/split.hpp"
#include "learners/registry.hpp"
#include "roles/chain.hpp"
#include "search/grid_sampler.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace rankfold::roles {
namespace {

/// One task a series; a series too short for the folds is found here, by its name.
std::vector<std::string> series_tasks(JobContext const& context) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < context.dataset.series_count(); ++i) {
    auto const series = context.dataset.series(i);
    try {
      (void)data::series_folds(series.values.size(), context.job.validation);
    } catch (JobError const& too_short) {
      throw JobError{fmt::format("{}: series '{}': {}", context.job.data.path.string(), series.name, too_short.what())};
    }
    names.emplace_back(series.name);
  }
  return names;
}

std::vector<std::string> task_names(JobContext const& context) {
  if (context.job.data.kind == job::DataKind::series) return series_tasks(context);
  return {context.job.name};
}

} // namespace

Plan make_plan(JobContext const& context) {
  return {task_names(context), search::expand_grid(search::SearchSpace{context.job}), context.job.validation.folds,
          context.dataset.image().size(), digest_of(context)};
}

Chains chains_of(Plan const& plan, job::ValidationSpec const& validation) {
  Chains chains;
  for (auto const& configuration : *plan.configurations) {
    auto const* learner = job::find_learner(learners::catalogue(), configuration.learner);
    expects(learner != nullptr, "a configuration's learner was checked when the job file was read");
    auto const length = chain_length(*learner, validation);
    chains.count += (plan.folds_per_trial + length - 1) / length;
    chains.longest =
        std::max(chains.longest, static_cast<std::int32_t>(std::min<std::int64_t>(length, plan.folds_per_trial)));
  }
  chains.count *= static_cast<std::int64_t>(plan.tasks.size());
  return chains;
}

} // namespace rankfold::roles
