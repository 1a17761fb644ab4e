#pragma once

#include "client/job_records.hpp"
#include "roles/prepare.hpp"
#include <filesystem>
#include <string>
#include <vector>

namespace rankfold::client {

/// What is to become of a result file that is there: `anew` continues it where its job has not come to an end, and
/// refuses it otherwise.
enum class Start { anew, resume, overwrite };

struct SubmitRequest {
  std::filesystem::path job_file;
  std::vector<std::string> overrides; ///< SECTION.KEY=VALUE
  Start start = Start::anew;
  std::vector<std::string> options; ///< of sbatch, which win over the job file's
};

/// Where the job's results go; still without a number, a script and a log.
/// @throws JobError where they are there and its job has come to an end, but neither `resume` nor `overwrite` was said
[[nodiscard]] JobRecord record_of(job::Job const& job, Start start);

/// A job that was found right and whose batch script is laid out, but not written.
struct PreparedSubmission {
  roles::PreparedJob job;
  JobRecord record; ///< without a number
  std::string script;
};

/// Reads and checks the job file and its data, as `run` would, and composes the script.
/// @throws JobError for whatever is wrong, and where the result file is there and finished, but not to be overwritten.
[[nodiscard]] PreparedSubmission prepare_submission(SubmitRequest const& request);

/// Writes the script beside the result and hands it to Slurm. @return the record, which is kept, with its number.
/// @throws JobError in Slurm's words where it refuses: the script stays.
[[nodiscard]] JobRecord submit(PreparedSubmission const& submission, std::vector<std::string> const& options);

} // namespace rankfold::client
