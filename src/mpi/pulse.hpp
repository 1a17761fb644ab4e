#pragma once

#include "mpi/member.hpp"
#include "support/clock.hpp"
#include <cstdint>
#include <mpi.h>

namespace rankfold::mpi {

/// A worker's ear for the beats that rank 0 sends (see `Post::beat`). Open MPI tells nobody that a rank has died, and a
/// worker whose rank 0 is gone would wait, and hold its node, until the allocation ends.
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
  std::int64_t root_pid_ = 0; ///< 0: of another node
  Stopwatch since_heard_, since_looked_;
};

} // namespace rankfold::mpi
