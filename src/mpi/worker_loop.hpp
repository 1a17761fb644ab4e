#pragma once

#include "mpi/backoff.hpp"
#include "mpi/fold_dispatcher.hpp"
#include "mpi/fold_thread.hpp"
#include "mpi/mailbox.hpp"
#include "mpi/pulse.hpp"
#include "mpi/scope_state.hpp"
#include "mpi/wave.hpp"
#include <deque>
#include <mpi.h>
#include <optional>

namespace rankfold::mpi {

/// A worker's side of both schedules: the first scatter says which one it is. Where a rank is lost in the middle of a
/// collective, rank 0 says so by letter, and everything goes on by letters.
class WorkerLoop {
public:
  WorkerLoop(Scope::State const& state, roles::FoldRunner runner, Beginning beginning);

  /// @return the order that lets this worker go. @throws what the runner throws, of which rank 0 is told first.
  [[nodiscard]] Order run();

private:
  [[nodiscard]] Order follow_orders();
  [[nodiscard]] std::optional<Order> next_wave();
  [[nodiscard]] bool run_wave(Order order);
  [[nodiscard]] Order run_letters();
  [[nodiscard]] std::optional<Order> take(Order order);
  void regroup(std::int64_t epoch);
  void send(Report report);
  void keep_in_touch();
  void read_mail();
  void sleep();
  template <class Collective> [[nodiscard]] bool finish(std::unique_ptr<Collective>& collective);

  MPI_Comm ranks_;
  bool by_letters_; ///< from the start: there is no collective
  FoldThread thread_;
  PulseListener pulse_;
  Outbox outbox_;
  Inbox inbox_;
  std::deque<Order> letters_; ///< read and not yet followed
  std::int64_t epoch_ = 0;    ///< how often rank 0 has had everyone regroup
  Stopwatch since_sent_;
  Backoff backoff_{std::chrono::milliseconds{10}};
};

} // namespace rankfold::mpi
