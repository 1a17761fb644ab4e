#pragma once

#include "mpi/scope.hpp"
#include "roles/deadline.hpp"
#include "roles/dispatcher.hpp"
#include "roles/fold_runner.hpp"
#include <memory>
#include <vector>

namespace rankfold::mpi {

/// How folds are handed to workers.
enum class Schedule {
  static_waves, ///< scatter, run, gather, and again: the same fold goes to the same worker every time
  dynamic,      ///< one scatter, then each worker is refilled as it reports: nobody waits for another's long fold
};

/// How the first folds reach the workers. All ranks are told the same.
enum class Beginning {
  by_collective, ///< as the schedule says
  by_letters,    ///< point to point, with the dynamic schedule: nothing need be there yet, jobs come and go
};

struct DispatchSettings {
  Schedule schedule = Schedule::dynamic;
  double rank_timeout_seconds = 30; ///< a rank that is silent for longer is lost
  std::vector<bool> may_work = {};  ///< by worker, see `admit_workers`; empty: all
  bool replaces = true;             ///< starts ranks in place of lost ones
  std::size_t longest_chain = 1;    ///< folds that go to a worker in one piece at most
  Beginning beginning = Beginning::by_collective;
  roles::Deadline deadline = {}; ///< folds that are expected to take longer are not begun
};

/// Rank 0's side of the dispatch over MPI. Where the launcher lets a run outlive a rank (mpirun --enable-recovery), the
/// folds of one that is lost are run again, and another takes its place.
class RankDispatcher : public roles::Dispatcher {
public:
  /// Lets the workers go: `serve` returns there with this exit code. @pre in_flight() == 0; the last call
  virtual void finish(int exit_code) = 0;
  /// Makes a job known to all workers, those there are and those that replace them, before the first of its folds.
  /// Only where the beginning is by letters. Forgotten when it is released.
  virtual void admit(JobId job, roles::LateJob const& late) = 0;
};

/// Rank 0, while every other rank calls `serve`. @pre scope.size() > 1
[[nodiscard]] std::unique_ptr<RankDispatcher> make_dispatcher(Scope& scope, DispatchSettings const& settings);

/// Every other rank: runs folds until rank 0 lets it go. Folds run in a thread of their own, while this one listens.
/// Ends the process where rank 0 is gone.
/// @return the exit code to leave with. @throws what the runner throws.
[[nodiscard]] int serve(Scope& scope, roles::FoldRunner runner, Beginning beginning = Beginning::by_collective);

} // namespace rankfold::mpi
