#pragma once

#include "mpi/backoff.hpp"
#include "support/bytes.hpp"
#include <functional>
#include <mpi.h>

namespace rankfold::mpi {

/// What `wait` does now and then besides: a rank that dies in the middle of a collective would keep all others waiting.
/// @param look throws where there is nothing to wait for any more; null: nothing is looked at
void look_while_waiting(std::function<void()> look);

/// Waits for a request as MPI_Wait does, but asleep.
void wait(MPI_Request& request);

/// Collective over `ranks`: `bytes` of rank 0 come to lie in `bytes` of all others, which have the same size; any size.
void broadcast(MPI_Comm ranks, std::span<std::byte> bytes);

/// Rank 0's side of `broadcast`, from memory that may not be written.
void broadcast_from_here(MPI_Comm ranks, ByteView bytes);

/// Collective over `ranks`: gives everyone the bytes that rank 0 passes; the others pass nothing.
[[nodiscard]] Bytes broadcast_message(MPI_Comm ranks, Bytes message);

/// Collective over `ranks`: whether all of them pass true.
[[nodiscard]] bool all_agree(MPI_Comm ranks, bool agreed);

} // namespace rankfold::mpi
