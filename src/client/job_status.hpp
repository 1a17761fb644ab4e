#pragma once

#include "report/leaderboard.hpp"
#include <filesystem>
#include <string>

namespace rankfold::client {

/// A job as `query` and `watch` see it.
struct JobStatus {
  report::Leaderboard board; ///< without a status where there is no result file yet
  /// Nothing more will come of it: the job has come to an end, or nothing is left that would run it.
  bool is_over = false;
};

/// @param name a result file, or the number of a batch job or a pilots' job: then with what is known of it there.
/// @throws JobError where there is neither a file nor a job of this name.
[[nodiscard]] JobStatus status_of(std::string const& name);

/// Ends a batch job. @return where its results are; empty if that is not known. @throws JobError in Slurm's words.
std::filesystem::path cancel(std::string const& id);

} // namespace rankfold::client
