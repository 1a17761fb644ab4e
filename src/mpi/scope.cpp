#include "mpi/scope.hpp"

#include "mpi/collective.hpp"
#include "mpi/exit_code_file.hpp"
#include "mpi/launch.hpp"
#include "mpi/roster.hpp"
#include "mpi/scope_state.hpp"
#include "mpi/watchdog.hpp"
#include "support/error.hpp"
#include "support/process.hpp"
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fmt/format.h>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace rankfold::mpi {
namespace {

using namespace std::chrono_literals;

/// Everyone, in a communicator of our own; for a rank that was started to replace another, itself and rank 0.
MPI_Comm connect(bool& joined_late) {
  MPI_Comm root = MPI_COMM_NULL;
  MPI_Comm_get_parent(&root);
  joined_late = root != MPI_COMM_NULL;
  MPI_Comm ranks = MPI_COMM_NULL;
  if (joined_late) {
    MPI_Intercomm_merge(root, 1, &ranks);
  } else {
    MPI_Comm_dup(MPI_COMM_WORLD, &ranks);
  }
  return ranks;
}

/// Open MPI's daemons do not notice the end of ranks that did without MPI_Finalize, where recovery is on, and mpirun
/// would wait for them for ever. It, or its daemon on this node, is rank 0's parent.
void end_launcher() {
  std::this_thread::sleep_for(500ms); // what was printed is passed on
  auto const parent = getppid();
  auto const name = process_name(parent);
  bool const is_launcher = name == "mpirun" || name == "mpiexec" || name == "orterun" || name == "orted";
  if (is_launcher) kill(parent, SIGTERM); // if it has died, the parent is another one
}

/// MPI_Finalize never returns once a rank is lost while others share memory with it, so the process ends without.
[[noreturn]] void leave_alone(Scope::State const& state) {
  leave_exit_code(state.exit_code);
  std::fflush(nullptr);
  std::cout.flush();
  if (state.rank == 0 && spans_nodes(state)) end_launcher();
  std::_Exit(state.exit_code);
}

/// While the run starts, ranks meet in collectives. Nothing has been run yet, so if one dies the others give up: rank 0
/// looks after all, the others after rank 0.
void expect_all_there(Scope::State const& state) {
  auto const& roster = state.roster;
  auto const& self = roster[static_cast<std::size_t>(state.rank)];
  auto const watched = state.rank == 0 ? roster.size() : 1;
  for (std::size_t rank = 0; rank < watched; ++rank) {
    if (!same_machine(self, roster[rank]) || process_runs(roster[rank].use.pid)) continue;
    throw SystemError{fmt::format("rank {} died while the run was starting; start it again with --resume", rank)};
  }
}

} // namespace

bool spans_nodes(Scope::State const& state) {
  return std::ranges::any_of(state.roster, [&](auto const& one) { return !same_machine(one, state.roster.front()); });
}

Scope::Scope(Part part) : state_{std::make_unique<State>()} {
  refuse_srun_without_pmi();
  state_->exceptions = std::uncaught_exceptions();
  if (!is_launched()) return;
  prepare_environment();
  // MPI_Init waits for all ranks, and under recovery for those, too, that have died in it.
  Watchdog const watchdog{part == Part::replacement ? 5s : 600s, [] {
                            std::cerr << "rankfold: MPI does not come up" << std::endl;
                            std::_Exit(EXIT_FAILURE);
                          }};
  int provided = MPI_THREAD_SINGLE;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided); // folds run in a thread beside ours
  expects(provided >= MPI_THREAD_FUNNELED, "the MPI library works in a program with threads");
  state_->ranks = connect(state_->joined_late);
  MPI_Comm_rank(state_->ranks, &state_->rank);
  MPI_Comm_size(state_->ranks, &state_->size);
  state_->roster = gather_roster(state_->ranks);
  look_while_waiting([this] { expect_all_there(*state_); });
}

Scope::~Scope() {
  look_while_waiting(nullptr);
  if (state_->ranks == MPI_COMM_NULL) return;
  if (std::uncaught_exceptions() > state_->exceptions && !state_->dismissed) return;
  if (state_->ranks_lost) leave_alone(*state_);
  // A rank that dies from here on would keep all others.
  Watchdog const watchdog{20s, [this] { leave_alone(*state_); }};
  for (auto const& give_back : state_->at_end) give_back();
  MPI_Comm_free(&state_->ranks);
  MPI_Finalize();
}

int Scope::rank() const { return state_->rank; }
int Scope::size() const { return state_->size; }

int abort_all(int exit_code) {
  int begun = 0;
  int ended = 0;
  MPI_Initialized(&begun);
  MPI_Finalized(&ended);
  leave_exit_code(exit_code);
  if (is_launched() && is_first_rank() && outlives_ranks()) end_launcher(); // MPI_Abort would end this rank alone
  if (begun != 0 && ended == 0) MPI_Abort(MPI_COMM_WORLD, exit_code);
  return exit_code;
}

std::string library_version() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  MPI_Get_library_version(text, &length);
  std::string const version{text, static_cast<std::size_t>(length)};
  // "Open MPI v4.1.4, package: Debian Open MPI, ident: ...", "MPICH Version:\t4.0.2\nMPICH Release date: ..."
  std::string name = version.substr(0, version.find_first_of(",\n"));
  if (auto const v = name.find(" v"); v != std::string::npos) name.erase(v + 1, 1);
  return name;
}

} // namespace rankfold::mpi
