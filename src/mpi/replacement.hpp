#pragma once

#include "mpi/member.hpp"
#include "mpi/scope.hpp"
#include <mpi.h>

namespace rankfold::mpi {

/// A rank that has joined: it knows the run's jobs and is in `serve`.
struct Joined {
  MPI_Comm with_root; ///< rank 0 here is rank 0 there, and the new one is rank 1; nobody else is in it
  Member member;
};

/// Rank 0: starts one more process of this program where the launcher has room for it (MPI_Comm_spawn) and hands it the
/// jobs. Nobody else takes part. Blocks for about a quarter of a second, and while large data are copied.
/// @throws SystemError if it cannot be started.
[[nodiscard]] Joined start_replacement(Scope& scope);

} // namespace rankfold::mpi
