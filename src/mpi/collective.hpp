#pragma once

#include "mpi/backoff.hpp"
#include "mpi/bytes.hpp"
#include <mpi.h>
#include <utility>

namespace rankfold::mpi {

/// Waits for a request as MPI_Wait does, but asleep.
void wait(MPI_Request& request);

/// Collective over `ranks`: `bytes` of rank 0 come to lie in `bytes` of all others, which have the same size; any size.
void broadcast(MPI_Comm ranks, std::span<std::byte> bytes);

/// Collective over `ranks`: gives everyone the bytes that rank 0 passes; the others pass nothing.
[[nodiscard]] Bytes broadcast_message(MPI_Comm ranks, Bytes message);

/// Collective over `ranks`: whether all of them pass true.
[[nodiscard]] bool all_agree(MPI_Comm ranks, bool agreed);

/// A communicator that is freed at the end of its scope, which is collective.
class Communicator {
public:
  explicit Communicator(MPI_Comm comm) : comm_{comm} {}
  Communicator(Communicator&& other) noexcept : comm_{std::exchange(other.comm_, MPI_COMM_NULL)} {}
  Communicator& operator=(Communicator&&) = delete;
  ~Communicator() {
    if (comm_ != MPI_COMM_NULL) MPI_Comm_free(&comm_);
  }

  [[nodiscard]] MPI_Comm get() const { return comm_; } ///< MPI_COMM_NULL on ranks that are not in it
  [[nodiscard]] int rank() const;
  [[nodiscard]] int size() const;

private:
  MPI_Comm comm_;
};

} // namespace rankfold::mpi
