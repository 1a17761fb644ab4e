#pragma once

#include "job/job.hpp"
#include "roles/job_context.hpp"
#include "roles/plan.hpp"
#include <string>
#include <vector>

namespace rankfold::roles {

/// A job that can start: read, checked, its data loaded and its work laid out.
struct PreparedJob {
  JobContext context;
  Plan plan;
  std::vector<std::string> notices; ///< one line each, for the user
};

/// Everything that can be wrong with a job file or its data is found here. @throws JobError
[[nodiscard]] PreparedJob prepare(job::JobSource source);

} // namespace rankfold::roles
