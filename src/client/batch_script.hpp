#pragma once

#include "job/job.hpp"
#include <filesystem>
#include <string>
#include <vector>

namespace rankfold::client {

/// What a batch script runs. All paths are absolute.
struct BatchRun {
  std::filesystem::path job_file, result, script;
  std::vector<std::string> options;   ///< for `rankfold run`, without --output
  std::filesystem::path program;      ///< this one, as the nodes find it too
  std::filesystem::path slurm_folder; ///< where launch.sh and the template are
};

/// Where this program's batch scripts are: the environment's RANKFOLD_SLURM, the installation's share/rankfold/slurm,
/// or the source tree's slurm. @throws JobError where there are none.
[[nodiscard]] std::filesystem::path find_slurm_folder(std::filesystem::path const& program);

/// The batch script of a job: the template ([slurm] template, or template.sbatch of `slurm_folder`) with @header@,
/// @directives@, @environment@ and @launch@ filled in. What the job file says gets into it quoted, but for
/// [environment] setup, which is lines of shell.
/// @throws JobError if the template cannot be read, or lacks one of the last three.
[[nodiscard]] std::string batch_script(job::Job const& job, BatchRun const& run);

} // namespace rankfold::client
