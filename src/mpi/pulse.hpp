#pragma once

#include "mpi/roster.hpp"
#include "support/clock.hpp"
#include <mpi.h>

namespace rankfold::mpi {

/// Rank 0's side: tells the workers now and then that it is there.
class Pulse {
public:
  explicit Pulse(MPI_Comm ranks);
  /// To be called often; sends every few seconds.
  void beat();

private:
  MPI_Comm ranks_;
  int size_ = 0;
  Stopwatch since_last_;
};

/// A worker's side. Open MPI tells nobody that a rank has died, and a worker whose rank 0 is gone would wait, and hold
/// its node, until the allocation ends.
class PulseListener {
public:
  PulseListener(MPI_Comm ranks, Member const& self, Member const& root);
  ~PulseListener();
  PulseListener(PulseListener const&) = delete;
  PulseListener& operator=(PulseListener const&) = delete;

  /// To be called often. @throws SystemError if rank 0 has died, as far as can be seen from here, or has been silent
  /// for longer than the slowest file system takes.
  void check();

private:
  void listen();
  void look_for_process();

  MPI_Comm ranks_;
  MPI_Request request_ = MPI_REQUEST_NULL;
  char beat_ = 0;
  int root_pid_ = 0; ///< 0: of another node
  Stopwatch since_heard_, since_looked_;
};

} // namespace rankfold::mpi
