#include "roles/prepare.hpp"

#include "data/read_data.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"

namespace rankfold::roles {

PreparedJob prepare(job::JobSource source) {
  auto job = job::read_job(std::move(source), learners::catalogue());
  auto data = data::read_data(job.data, job.validation);
  auto context = make_context(std::move(job), std::move(data.dataset));
  auto plan = make_plan(context);
  return {std::move(context), std::move(plan), std::move(data.notices)};
}

} // namespace rankfold::roles
