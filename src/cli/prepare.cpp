#include "cli/prepare.hpp"

#include "data/read_data.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"

namespace rankfold::cli {

PreparedJob prepare(job::JobSource source) {
  auto job = job::read_job(std::move(source), learners::catalogue());
  auto data = data::read_data(job.data, job.validation);
  auto context = roles::make_context(std::move(job), std::move(data.dataset));
  auto plan = roles::make_plan(context);
  return {std::move(context), std::move(plan), std::move(data.notices)};
}

} // namespace rankfold::cli
