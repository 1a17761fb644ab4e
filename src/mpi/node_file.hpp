#pragma once

#include "mpi/scope.hpp"
#include "support/memory_file.hpp"
#include <memory>

namespace rankfold::mpi {

/// Collective over all ranks of the run, which pass the same bytes: a file in memory with these bytes, one for all
/// ranks of a node, to be handed on to processes that are no ranks.
///
/// The node's first rank makes it, the others open it through /proc. Nothing where that cannot be done, where there are
/// no bytes, and on a rank that replaces a lost one: it then has to make one of its own.
[[nodiscard]] std::shared_ptr<MemoryFile const> share_file_on_nodes(Scope& scope, ByteView bytes);

} // namespace rankfold::mpi
