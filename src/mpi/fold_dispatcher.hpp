#pragma once

#include "mpi/scope.hpp"
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

struct DispatchSettings {
  Schedule schedule = Schedule::dynamic;
  double rank_timeout_seconds = 30; ///< a rank that is silent for longer is lost
  std::vector<bool> may_work = {};  ///< by worker, see `admit_workers`; empty: all
  bool replaces = true;             ///< starts ranks in place of lost ones
  std::size_t longest_chain = 1;    ///< folds that go to a worker in one piece at most
};

/// Rank 0's side of the dispatch over MPI. Where the launcher lets a run outlive a rank (mpirun --enable-recovery), the
/// folds of one that is lost are run again, and another takes its place.
class RankDispatcher : public roles::Dispatcher {
public:
  /// Lets the workers go: `serve` returns there with this exit code. @pre in_flight() == 0; the last call
  virtual void finish(int exit_code) = 0;
};

/// Rank 0, while every other rank calls `serve`. @pre scope.size() > 1
[[nodiscard]] std::unique_ptr<RankDispatcher> make_dispatcher(Scope& scope, DispatchSettings const& settings);

/// Every other rank: runs folds until rank 0 lets it go. Folds run in a thread of their own, while this one listens.
/// Ends the process where rank 0 is gone.
/// @return the exit code to leave with. @throws what the runner throws.
[[nodiscard]] int serve(Scope& scope, roles::FoldRunner runner);

} // namespace rankfold::mpi
