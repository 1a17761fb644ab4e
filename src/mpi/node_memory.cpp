#include "mpi/node_memory.hpp"

#include "mpi/collective.hpp"
#include "mpi/node_ranks.hpp"
#include "mpi/scope_state.hpp"
#include <algorithm>
#include <boost/mpi/communicator.hpp>
#include <cstdlib>
#include <filesystem>

namespace rankfold::mpi {
namespace {

using boost::mpi::communicator;

/// The first rank of every node; none on the others.
communicator leaders_of_nodes(MPI_Comm all, communicator const& node) {
  MPI_Comm leaders = MPI_COMM_NULL;
  MPI_Comm_split(all, node.rank() == 0 ? 0 : MPI_UNDEFINED, 0, &leaders);
  return {leaders, boost::mpi::comm_take_ownership};
}

/// Whether shared memory of this size can be had here. Open MPI would fail on the leader alone and leave the node's
/// other ranks waiting (4.1), so it is looked at first.
bool node_has_room(std::size_t size) {
  char const* chosen = std::getenv("OMPI_MCA_osc_sm_backing_directory");
  std::error_code failed;
  auto const space = std::filesystem::space(chosen != nullptr ? chosen : "/dev/shm", failed);
  return !failed && size + size / 64 + (1 << 20) < space.available;
}

struct Window {
  MPI_Win handle = MPI_WIN_NULL;
  std::span<std::byte> memory; ///< the leader's segment, which is all of it
};

Window make_window(communicator const& node, std::size_t size) {
  Window window;
  void* memory = nullptr;
  auto const mine = static_cast<MPI_Aint>(node.rank() == 0 ? size : 0);
  MPI_Win_allocate_shared(mine, 1, MPI_INFO_NULL, node, static_cast<void*>(&memory), &window.handle);
  MPI_Aint found = 0;
  int unit = 0;
  MPI_Win_shared_query(window.handle, 0, &found, &unit, static_cast<void*>(&memory));
  window.memory = {static_cast<std::byte*>(memory), size};
  return window;
}

void fill(std::span<std::byte> memory, ByteView from_root, MPI_Comm leaders) {
  std::ranges::copy(from_root, memory.begin());
  broadcast(leaders, memory);
}

SharedBytes share_by_window(Scope& scope, ByteView from_root, std::size_t size, communicator const& node,
                            communicator const& leaders) {
  auto const window = make_window(node, size);
  scope.state().at_end.emplace_back([handle = window.handle]() mutable { MPI_Win_free(&handle); });
  MPI_Win_lock_all(MPI_MODE_NOCHECK, window.handle);
  if (leaders) fill(window.memory, from_root, leaders);
  MPI_Win_sync(window.handle);
  (void)all_agree(node, true); // nobody reads before the leader has written
  MPI_Win_sync(window.handle);
  MPI_Win_unlock_all(window.handle);
  return {window.memory, nullptr};
}

SharedBytes receive_copy(MPI_Comm all, std::size_t size) {
  auto const memory = std::make_shared<Bytes>(size);
  broadcast(all, *memory);
  return {*memory, memory};
}

SharedBytes share_by_copies(ByteView from_root, std::size_t size, communicator const& node,
                            communicator const& leaders) {
  auto const memory = std::make_shared<Bytes>(size);
  if (leaders) fill(*memory, from_root, leaders);
  broadcast(node, *memory);
  return {*memory, memory};
}

} // namespace

SharedBytes share_on_nodes(Scope& scope, ByteView from_root) {
  MPI_Comm const all = scope.state().ranks;
  std::uint64_t size = from_root.size();
  broadcast(all, std::as_writable_bytes(std::span{&size, 1}));
  if (size == 0) return {};
  if (scope.state().joined_late) return receive_copy(all, size); // a window is made by all of its ranks together
  auto const node = ranks_of_node(all);
  auto const leaders = leaders_of_nodes(all, node);
  bool const room = all_agree(node, node.rank() != 0 || node_has_room(size));
  return room ? share_by_window(scope, from_root, size, node, leaders)
              : share_by_copies(from_root, size, node, leaders);
}

} // namespace rankfold::mpi
