#pragma once

#include "job/job.hpp"
#include "roles/plan.hpp"
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::results {

/// What a result file is made from, but for the results: with it the file can be made again from the journal alone,
/// where neither the job file nor the data are there any more. Stands in the file (/job/blueprint) and in the journal.
struct Blueprint {
  std::string created;     ///< ISO 8601, UTC
  std::string mpi_library; ///< name and version; empty without MPI
  job::JobSource source;   ///< its path is absolute, or empty for a job that came from no file
  std::string resolved;    ///< the job file with every default filled in
  std::int64_t folds_per_trial = 0;
  std::vector<std::string> tasks; ///< names
  roles::DataDigest digest;
};

/// Of a job that starts now.
[[nodiscard]] Blueprint make_blueprint(job::Job const& job, roles::Plan const& plan, std::string mpi_library);

[[nodiscard]] std::string to_text(Blueprint const& blueprint);
/// The blueprint of which `to_text` made this. @param place for messages. @throws JobError if it is damaged.
[[nodiscard]] Blueprint read_blueprint(std::string_view text, std::string_view place);

/// The job as it was when the blueprint was made. @throws JobError if this version refuses it.
[[nodiscard]] job::Job job_of(Blueprint const& blueprint, job::Catalogue const& catalogue);
[[nodiscard]] roles::Plan plan_of(Blueprint const& blueprint, job::Job const& job);

} // namespace rankfold::results
