#include "roles/job_context.hpp"

#include "data/split.hpp"
#include <algorithm>

namespace rankfold::roles {

JobContext make_context(job::Job job, data::Dataset dataset) {
  JobContext context{std::move(job), std::move(dataset), {}};
  if (context.job.data.kind != job::DataKind::table) return context;
  context.test_fold_of_row = data::test_fold_of_row(context.dataset, context.job.validation, context.job.seed);
  if (context.job.validation.scheme == job::ValidationSpec::Scheme::predefined) {
    context.job.validation.folds = 1 + *std::ranges::max_element(context.test_fold_of_row);
  }
  return context;
}

} // namespace rankfold::roles
