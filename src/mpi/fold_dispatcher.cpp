#include "mpi/fold_dispatcher.hpp"

#include "mpi/refill_dispatcher.hpp"
#include "mpi/roster.hpp"
#include "mpi/scope_state.hpp"
#include "mpi/wave_dispatcher.hpp"
#include "mpi/worker_loop.hpp"
#include "support/error.hpp"

namespace rankfold::mpi {

std::unique_ptr<RankDispatcher> make_dispatcher(Scope& scope, Schedule schedule) {
  expects(scope.rank() == 0 && scope.size() > 1, "rank 0 dispatches to other ranks");
  if (schedule == Schedule::static_waves) return std::make_unique<WaveDispatcher>(scope);
  return std::make_unique<RefillDispatcher>(scope);
}

int serve(Scope& scope, roles::FoldRunner runner) {
  expects(scope.rank() > 0, "rank 0 dispatches, the others serve");
  auto const roster = gather_roster(scope);
  auto const& self = roster[static_cast<std::size_t>(scope.rank())];
  auto const exit_code = WorkerLoop{scope.state().ranks, std::move(runner), self, roster.front()}.run();
  scope.state().dismissed = true;
  return exit_code;
}

} // namespace rankfold::mpi
