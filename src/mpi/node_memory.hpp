#pragma once

#include "mpi/scope.hpp"
#include "support/bytes.hpp"
#include <memory>

namespace rankfold::mpi {

/// Read-only memory, and what keeps it there.
struct SharedBytes {
  ByteView bytes;
  std::shared_ptr<void const> owner;
};

/// Collective over all ranks: rank 0 passes bytes, the others none; everyone gets a view of the same contents.
///
/// Each node holds one copy, in a window that all of its ranks map (MPI_Win_allocate_shared). Where a node has no room
/// for shared memory (containers often allow 64 MiB), its ranks hold a copy each instead. Freeing a window is
/// collective, so a window lives until the end of the scope, whenever its last view goes.
[[nodiscard]] SharedBytes share_on_nodes(Scope& scope, ByteView from_root);

} // namespace rankfold::mpi
