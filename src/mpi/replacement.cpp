#include "mpi/replacement.hpp"

#include "mpi/collective.hpp"
#include "mpi/roster.hpp"
#include "mpi/scope_state.hpp"
#include "mpi/watchdog.hpp"
#include "support/error.hpp"
#include "support/process.hpp"
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace rankfold::mpi {
namespace {

using namespace std::chrono_literals;

std::string error_text(int code) {
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  MPI_Error_string(code, text.data(), &length);
  return {text.data(), static_cast<std::size_t>(length)};
}

/// Only rank 0 takes part: the others may be in the middle of a fold, and one of them may be the next to die.
MPI_Comm spawn() {
  auto program = std::filesystem::read_symlink("/proc/self/exe").string();
  std::string word = join_command;
  std::array<char*, 2> arguments{word.data(), nullptr};
  MPI_Info info = MPI_INFO_NULL;
  MPI_Info_create(&info);
  MPI_Info_set(info, "bind_to", "none"); // two threads are to find two cores where there are any
  MPI_Comm children = MPI_COMM_NULL;
  MPI_Comm_set_errhandler(MPI_COMM_SELF, MPI_ERRORS_RETURN);
  int const failed =
      MPI_Comm_spawn(program.c_str(), arguments.data(), 1, info, 0, MPI_COMM_SELF, &children, MPI_ERRCODES_IGNORE);
  MPI_Info_free(&info);
  if (failed != MPI_SUCCESS) throw SystemError{"no process could be started: " + error_text(failed)};
  return children;
}

/// Rank 0 can do nothing else while it waits here for a process that may have died.
Joined start_and_meet() {
  Watchdog const watchdog{
      30s, [] {
        std::cerr
            << "rankfold: a rank that was to replace a lost one died while it started; the result file can be resumed"
            << std::endl;
        std::_Exit(EXIT_FAILURE);
      }};
  auto children = spawn();
  MPI_Comm with_root = MPI_COMM_NULL;
  MPI_Intercomm_merge(children, 0, &with_root);
  return {with_root, gather_roster(with_root).back()};
}

void hand_over(MPI_Comm with_root, HandOver const& jobs) {
  (void)broadcast_message(with_root, jobs.opening);
  for (auto const& dataset : jobs.datasets) {
    std::uint64_t size = dataset.image().size();
    broadcast(with_root, std::as_writable_bytes(std::span{&size, 1}));
    broadcast_from_here(with_root, dataset.image());
  }
}

} // namespace

Joined start_replacement(Scope& scope) {
  auto const joined = start_and_meet();
  auto const& self = scope.state().roster.front();
  look_while_waiting([&] {
    if (same_machine(self, joined.member) && !process_runs(joined.member.use.pid)) {
      throw SystemError{"it died while it started"};
    }
  });
  hand_over(joined.with_root, scope.state().hand_over);
  look_while_waiting(nullptr);
  return joined;
}

} // namespace rankfold::mpi
