#pragma once

#include "report/leaderboard.hpp"
#include <filesystem>
#include <optional>
#include <span>
#include <string>

/// Slurm's commands, which must be in PATH. @throws JobError in Slurm's words where it refuses.
namespace rankfold::client::slurm {

struct KnownJob {
  report::BatchState state;
  /// Whether it waits or runs, and so may go on.
  [[nodiscard]] bool is_at_work() const;
  std::string comment; ///< as `submit`'s scripts give it: "rankfold:" and the result file
};

/// @param options of sbatch, which win over those in the script. @param arguments of the script
/// @return the job's number
[[nodiscard]] std::string submit(std::filesystem::path const& script, std::span<std::string const> options,
                                 std::span<std::string const> arguments = {});

/// Nothing where Slurm does not know the job (any more), or where Slurm is not there.
[[nodiscard]] std::optional<KnownJob> find_job(std::string const& id);

void cancel(std::string const& id);

} // namespace rankfold::client::slurm
