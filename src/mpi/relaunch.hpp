#pragma once

#include <string>
#include <vector>

namespace rankfold::mpi {

/// How many ranks keep every core of this process's affinity mask on training: one for so many cores as a fold has
/// threads, and rank 0, which sleeps.
[[nodiscard]] int ranks_for_all_cores(int threads);

/// Runs the same program with `arguments` on so many ranks, under an mpirun that lets the run outlive its ranks, and
/// waits for it. SIGINT, SIGTERM, SIGHUP and SIGUSR1 let the run drain, which mpirun itself gives no time for; one that
/// comes more than a second after the first ends it.
///
/// @param ranks 0: as many as the batch system's allocation has slots (inside Slurm), or `ranks_for_all_cores`.
/// @param threads of a fold
/// @return rank 0's exit code, which it leaves in a file: mpirun ends with 0 whatever happens to ranks it can spare.
/// @throws JobError if mpirun cannot be started, SystemError if rank 0 ended without a word.
[[nodiscard]] int relaunch(int ranks, int threads, std::vector<std::string> const& arguments);

} // namespace rankfold::mpi
