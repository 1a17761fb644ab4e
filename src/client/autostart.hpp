#pragma once

#include "job/slurm.hpp"
#include "pilot/folder.hpp"
#include <optional>
#include <string>
#include <vector>

namespace rankfold::client {

struct AutostartRequest {
  job::SlurmSpec size;              ///< what the pilot's allocation is to be
  int most_pilots = 1;              ///< alive or on their way, at once
  std::vector<std::string> options; ///< of sbatch, which win over `size`
};

/// Submits `slurm/pilot.sbatch` where there are fewer pilots than the jobs that wait are worth: one, and another for
/// every eight jobs more. Pilots that wait in Slurm's queue count as well as those alive.
/// @return the batch job's number; nothing where there are enough @throws JobError in Slurm's words where it refuses
std::optional<std::string> start_pilot_if_needed(pilot::Folder const& folder, AutostartRequest const& request);

} // namespace rankfold::client
