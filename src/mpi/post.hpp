#pragma once

#include "mpi/mailbox.hpp"
#include "support/clock.hpp"
#include <deque>
#include <vector>

namespace rankfold::mpi {

/// Rank 0's mail to and from its workers, by their numbers. Those that were there at the start share one communicator;
/// each that came later has one of its own with rank 0. So nobody has to know of anybody else's coming and going.
class Post {
public:
  /// Workers 0, 1, ... are the ranks 1, 2, ... of `ranks`.
  explicit Post(MPI_Comm ranks);

  /// The next worker is rank 1 of `with_worker`.
  void join(MPI_Comm with_worker);
  /// Nothing that is on its way to this worker is waited for any more.
  void forget(std::size_t worker);

  /// Sends without waiting.
  void send(std::size_t worker, ByteView message);
  /// Tells every worker now and then that rank 0 is there. To be called often.
  void beat();

  struct Letter {
    std::size_t from; ///< worker
    Bytes message;
  };
  /// What has come; never waits.
  [[nodiscard]] std::vector<Letter> collect();
  /// Whether the last `collect` found any frames or gave back any that have left: more follows at once.
  [[nodiscard]] bool busy() const { return busy_; }

private:
  struct Branch {
    Branch(MPI_Comm ranks, std::size_t first_worker, std::size_t inbox_slots);
    MPI_Comm ranks;
    std::size_t first_worker; ///< that rank 1 is
    Outbox outbox;
    Inbox inbox;
  };
  struct Address {
    Branch* branch;
    int rank;
    bool forgotten = false;
  };

  std::deque<Branch> branches_; ///< a deque: they stay where they are
  std::vector<Address> workers_;
  Stopwatch since_beat_;
  bool busy_ = false;
};

} // namespace rankfold::mpi
