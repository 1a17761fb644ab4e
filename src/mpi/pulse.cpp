#include "mpi/pulse.hpp"

#include "mpi/collective.hpp"
#include "mpi/scope.hpp"
#include "mpi/tags.hpp"
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>

namespace rankfold::mpi {
namespace {

constexpr double beat_seconds = 2;
constexpr double longest_silence_seconds = 600; ///< rank 0 does not beat while it writes to a file system that hangs
constexpr double look_seconds = 1;

constexpr char beat_content = 1;

/// Ends this process at once, and what is left of the others: a fold that runs here may take hours more, for nobody.
void leave(std::string const& reason) {
  std::cerr << "rankfold: " << reason << "; the result file can be resumed" << std::endl;
  std::_Exit(abort_all(1));
}

bool same_machine(Member const& a, Member const& b) {
  return a.use.host == b.use.host && a.process_space != 0 && a.process_space == b.process_space;
}

} // namespace

Pulse::Pulse(MPI_Comm ranks) : ranks_{ranks} { MPI_Comm_size(ranks_, &size_); }

void Pulse::beat() {
  if (since_last_.seconds() < beat_seconds) return;
  since_last_ = {};
  for (int rank = 1; rank < size_; ++rank) {
    MPI_Request sent = MPI_REQUEST_NULL;
    MPI_Isend(&beat_content, 1, MPI_BYTE, rank, pulse_tag, ranks_, &sent);
    MPI_Request_free(&sent); // a constant is sent, and whether it arrives is the other side's business
  }
}

PulseListener::PulseListener(MPI_Comm ranks, Member const& self, Member const& root) :
    ranks_{ranks}, root_pid_{same_machine(self, root) ? static_cast<int>(root.use.pid) : 0} {
  listen();
}

PulseListener::~PulseListener() {
  MPI_Cancel(&request_);
  wait(request_);
}

void PulseListener::listen() { MPI_Irecv(&beat_, 1, MPI_BYTE, 0, pulse_tag, ranks_, &request_); }

void PulseListener::look_for_process() {
  since_looked_ = {};
  if (root_pid_ != 0 && kill(root_pid_, 0) != 0 && errno == ESRCH) leave("rank 0 has died");
}

void PulseListener::check() {
  if (since_looked_.seconds() < look_seconds) return;
  look_for_process();
  for (int heard = 1; heard != 0;) {
    MPI_Test(&request_, &heard, MPI_STATUS_IGNORE);
    if (heard == 0) break;
    since_heard_ = {};
    listen();
  }
  if (since_heard_.seconds() > longest_silence_seconds) {
    leave(fmt::format("nothing was heard from rank 0 for {:.0f} seconds", since_heard_.seconds()));
  }
}

} // namespace rankfold::mpi
