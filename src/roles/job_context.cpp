#include "roles/job_context.hpp"

#include "data/split.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace rankfold::roles {
namespace {

/// Where the job file does not say which problem it is, the target does: classes or numbers.
void settle_problem(job::Job& job, data::Column const& target) {
  auto& problem = job.data.problem;
  if (!problem) problem = target.categories.empty() ? job::Problem::regression : job::Problem::classification;
  for (auto const& metric : job.objective.metrics) {
    if (job::find_metric(metric)->serves(*problem)) continue;
    bool const classes = *problem == job::Problem::classification;
    throw JobError{
        fmt::format("{}: metric '{}' is not defined for {}, as the target '{}' is {} (problem in [data] says "
                    "otherwise where that is meant)",
                    job.data.path.native(), metric, classes ? "classification" : "regression", target.name,
                    classes ? "a class" : "a number")};
  }
}

} // namespace

JobContext make_context(job::Job job, data::Dataset dataset) {
  JobContext context{std::move(job), std::move(dataset), {}, nullptr};
  if (context.job.data.kind != job::DataKind::table) return context;
  settle_problem(context.job, context.dataset.target());
  context.test_fold_of_row = data::test_fold_of_row(context.dataset, context.job.validation, context.job.seed);
  if (context.job.validation.scheme == job::ValidationSpec::Scheme::predefined) {
    context.job.validation.folds = 1 + *std::ranges::max_element(context.test_fold_of_row);
  }
  return context;
}

} // namespace rankfold::roles
