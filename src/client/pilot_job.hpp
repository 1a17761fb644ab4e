#pragma once

#include "client/job_status.hpp"
#include "client/submit.hpp"
#include "pilot/folder.hpp"
#include <cstddef>
#include <filesystem>
#include <string>

namespace rankfold::client {

struct PilotRequest {
  SubmitRequest job;
  std::filesystem::path pilots; ///< their folder
  int priority = 10;
};

/// A job that was handed to pilots.
struct PilotSubmission {
  roles::PreparedJob job;
  JobRecord record;
  std::size_t pilots_alive = 0; ///< when it was handed in
};

/// Reads and checks the job file and its data, as `run` would, and hands it to the pilots of the folder. The job's text
/// is taken as it is now. @throws JobError for whatever is wrong
[[nodiscard]] PilotSubmission submit_to_pilots(PilotRequest const& request, pilot::Folder const& folder);

/// @throws JobError where this user has submitted no such job from here
[[nodiscard]] JobStatus status_of_pilot_job(std::string const& id);

/// @return where its results are
std::filesystem::path cancel_pilot_job(std::string const& id);

} // namespace rankfold::client
