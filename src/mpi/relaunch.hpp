#pragma once

#include <optional>
#include <string>
#include <vector>

namespace rankfold::mpi {

/// How many ranks keep every core of this process's affinity mask on training: one for so many cores as a fold has
/// threads, and rank 0, which sleeps.
[[nodiscard]] int ranks_for_all_cores(int threads);

/// How a run under mpirun ended.
struct LaunchEnd {
  std::optional<int> exit_code; ///< rank 0's, which it leaves in a file: mpirun ends with 0 whatever happens to ranks
  std::string launcher;         ///< how mpirun ended, in words
  bool resumable = false;       ///< rank 0 ended without a word, unasked, in the middle of its work
};

/// Runs the same program with `arguments` on so many ranks, under an mpirun that lets the run outlive its ranks, and
/// waits for it. SIGINT, SIGTERM, SIGHUP and SIGUSR1 let the run drain, which mpirun itself gives no time for; one that
/// comes more than a second after the first ends it.
///
/// @param ranks 0: as many as the batch system's allocation has slots (inside Slurm), or `ranks_for_all_cores()`.
/// @param threads cores that one rank's folds take. @throws JobError if mpirun cannot be started
[[nodiscard]] LaunchEnd relaunch(int ranks, int threads, std::vector<std::string> const& arguments);

} // namespace rankfold::mpi
