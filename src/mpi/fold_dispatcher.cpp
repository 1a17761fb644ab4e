#include "mpi/fold_dispatcher.hpp"

#include "mpi/collective.hpp"
#include "mpi/crew_dispatcher.hpp"
#include "mpi/scope_state.hpp"
#include "mpi/worker_loop.hpp"
#include "support/error.hpp"

namespace rankfold::mpi {

std::unique_ptr<RankDispatcher> make_dispatcher(Scope& scope, DispatchSettings const& settings) {
  expects(scope.rank() == 0 && scope.size() > 1, "rank 0 dispatches to other ranks");
  look_while_waiting(nullptr); // from here on ranks may come and go
  return std::make_unique<CrewDispatcher>(scope, settings);
}

int serve(Scope& scope, roles::FoldRunner runner, Beginning beginning) {
  expects(scope.rank() > 0, "rank 0 dispatches, the others serve");
  look_while_waiting(nullptr);
  auto& state = scope.state();
  auto const farewell = WorkerLoop{state, std::move(runner), beginning}.run();
  state.dismissed = true;
  state.ranks_lost = farewell.kind == Order::Kind::part;
  state.exit_code = static_cast<int>(farewell.number);
  return state.exit_code;
}

} // namespace rankfold::mpi
