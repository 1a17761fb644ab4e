#pragma once

#include "job/catalogue.hpp"
#include "mpi/scope.hpp"
#include "roles/job_context.hpp"
#include <optional>
#include <vector>

namespace rankfold::mpi {

/// @name How a run begins
/// Rank 0 prepares: it reads the jobs and their data and opens what results go to. Then it calls exactly one of the
/// first two, and every other rank calls the third. So whatever is wrong with a job is found on rank 0 alone, and the
/// others wait, asleep, for work or for the word to leave.
/// @{

/// Rank 0: makes the jobs known to all ranks.
/// @return the same jobs over the node's shared copy of their data; the copy passed in is no longer needed.
[[nodiscard]] std::vector<roles::JobContext> share_jobs(Scope& scope, std::vector<roles::JobContext> jobs);

/// Rank 0: nothing will be run. The other ranks leave with this exit code.
void dismiss(Scope& scope, int exit_code);

/// What the other ranks learn: jobs, or the exit code to leave with.
struct Assignment {
  std::vector<roles::JobContext> jobs;
  std::optional<int> exit_code;
};

/// Every rank but 0. Jobs are read again from the text that rank 0 read, data are mapped.
[[nodiscard]] Assignment receive_jobs(Scope& scope, job::Catalogue const& catalogue);

/// @}

} // namespace rankfold::mpi
