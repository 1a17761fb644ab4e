#pragma once

#include "mpi/backoff.hpp"
#include "mpi/fold_thread.hpp"
#include "mpi/mailbox.hpp"
#include "mpi/pulse.hpp"
#include "mpi/wave.hpp"
#include <mpi.h>
#include <optional>

namespace rankfold::mpi {

/// A worker's side of both schedules: the first scatter says which one it is.
class WorkerLoop {
public:
  WorkerLoop(MPI_Comm ranks, roles::FoldRunner runner, Member const& self, Member const& root);

  /// @return the exit code that rank 0 lets this worker go with.
  [[nodiscard]] int run();

private:
  [[nodiscard]] Order next_wave();
  void run_wave(Order order);
  [[nodiscard]] int run_letters(Order first);
  [[nodiscard]] std::optional<int> take(Order order);
  void send(Report const& report);
  void sleep();
  void finish(TwoSteps& collective);

  MPI_Comm ranks_;
  FoldThread thread_;
  PulseListener pulse_;
  std::optional<Outbox> outbox_;
  Backoff backoff_{std::chrono::milliseconds{10}};
};

} // namespace rankfold::mpi
