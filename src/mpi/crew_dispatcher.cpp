#include "mpi/crew_dispatcher.hpp"

#include "mpi/roster.hpp"
#include "mpi/scope_state.hpp"

namespace rankfold::mpi {
namespace {

constexpr double moment_seconds = 0.2; ///< after which `wait` returns with nothing

std::vector<roles::RankUse> uses(std::vector<Member> const& roster) {
  std::vector<roles::RankUse> uses;
  for (auto const& member : roster) uses.push_back(member.use);
  return uses;
}

} // namespace

CrewDispatcher::CrewDispatcher(Scope& scope) :
    scope_{scope}, crew_{uses(gather_roster(scope))}, pulse_{scope.state().ranks} {}

MPI_Comm CrewDispatcher::comm() const { return scope_.state().ranks; }

void CrewDispatcher::submit(std::span<roles::FoldRequest const> requests) {
  crew_.submit(requests);
  backoff_.reset();
}

std::vector<roles::FoldResult> CrewDispatcher::wait() {
  std::vector<roles::FoldResult> results;
  for (Stopwatch turn; turn.seconds() < moment_seconds; backoff_.pause()) {
    pulse_.beat();
    advance(results);
    if (!results.empty()) {
      backoff_.reset();
      break;
    }
  }
  return results;
}

void CrewDispatcher::finish(int exit_code) {
  expects(in_flight() == 0, "workers are let go when they hold nothing");
  dismiss_workers(exit_code);
  scope_.state().dismissed = true;
}

} // namespace rankfold::mpi
