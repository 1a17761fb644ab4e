#pragma once

#include <string>
#include <vector>

namespace rankfold::mpi {

/// How many ranks keep every core of this process's affinity mask on training: one a core, and rank 0, which sleeps.
[[nodiscard]] int ranks_for_all_cores();

/// Replaces this process by mpirun, which starts the same program with `arguments` on so many ranks.
///
/// @param ranks 0: as many as the batch system's allocation has slots (inside Slurm), or `ranks_for_all_cores()`.
/// @throws JobError if mpirun cannot be started.
[[noreturn]] void relaunch(int ranks, std::vector<std::string> const& arguments);

} // namespace rankfold::mpi
