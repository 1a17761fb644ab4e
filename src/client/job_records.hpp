#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace rankfold::client {

/// Where the results of a job that was handed to a batch system, or to pilots, go: what it takes to answer `query ID`.
struct JobRecord {
  std::string id;
  std::string name;
  std::filesystem::path result, script, log; ///< absolute
  std::filesystem::path pilots = {};         ///< folder of the pilots that it was handed to; empty: it is Slurm's
};

/// Keeps records in the user's own folder: $XDG_STATE_HOME/rankfold/jobs, else ~/.local/state/rankfold/jobs. A number
/// that a batch system gives anew belongs to the latest job. @throws SystemError if it cannot be written.
void keep(JobRecord const& record);

/// The record of a job that this user has submitted from a machine with this home directory.
/// @throws JobError if it is damaged.
[[nodiscard]] std::optional<JobRecord> find_record(std::string const& id);

/// Whether it may be a job's number rather than a file's name: digits only, or as pilots number jobs.
[[nodiscard]] bool is_job_id(std::string const& text);

} // namespace rankfold::client
