#include "mpi/pulse.hpp"

#include "mpi/collective.hpp"
#include "mpi/scope.hpp"
#include "mpi/tags.hpp"
#include "support/process.hpp"
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>

namespace rankfold::mpi {
namespace {

constexpr double longest_silence_seconds = 300; ///< rank 0 does not beat while it writes to a file system that hangs
constexpr double look_seconds = 1;

/// Ends this process at once, and what is left of the others: a fold that runs here may take hours more, for nobody.
void leave(std::string const& reason) {
  std::cerr << "rankfold: " << reason << "; the result file can be resumed" << std::endl;
  std::_Exit(abort_all(1));
}

} // namespace

PulseListener::PulseListener(MPI_Comm ranks, Member const& self, Member const& root) :
    ranks_{ranks}, root_pid_{same_machine(self, root) ? root.use.pid : 0} {
  listen();
}

PulseListener::~PulseListener() {
  MPI_Cancel(&request_);
  wait(request_);
}

void PulseListener::listen() { MPI_Irecv(&beat_, 1, MPI_BYTE, 0, pulse_tag, ranks_, &request_); }

void PulseListener::look_for_process() {
  since_looked_ = {};
  if (root_pid_ != 0 && !process_runs(root_pid_)) leave("rank 0 has died");
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
