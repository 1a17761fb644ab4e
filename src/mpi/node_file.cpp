#include "mpi/node_file.hpp"

#include "mpi/collective.hpp"
#include "mpi/node_ranks.hpp"
#include "mpi/scope_state.hpp"
#include "support/process.hpp"
#include <algorithm>
#include <fcntl.h>
#include <fmt/format.h>

namespace rankfold::mpi {
namespace {

using FilePointer = std::shared_ptr<MemoryFile const>;

/// Where a process's file is found under /proc.
struct Address {
  std::int64_t process = 0;
  std::int32_t descriptor = -1; ///< there is no file
};

/// There may be no room for another copy of the data; each rank finds that out for itself then.
FilePointer make_file(ByteView bytes) {
  try {
    return std::make_shared<MemoryFile const>(MemoryFile::copy_of(bytes));
  } catch (SystemError const&) {
    return nullptr;
  }
}

/// In containers a process's number may be that of another process here: only what holds the same bytes is the file.
FilePointer open_file(Address const& address, ByteView bytes) {
  if (address.descriptor < 0) return nullptr;
  auto const path = fmt::format("/proc/{}/fd/{}", address.process, address.descriptor);
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file.is_open()) return nullptr;
  try {
    auto opened = std::make_shared<MemoryFile const>(MemoryFile::received(std::move(file)));
    return std::ranges::equal(opened->bytes(), bytes) ? opened : nullptr;
  } catch (SystemError const&) { // not the file that was meant
    return nullptr;
  }
}

} // namespace

FilePointer share_file_on_nodes(Scope& scope, ByteView bytes) {
  if (bytes.empty() || scope.state().joined_late) return nullptr;
  auto const node = ranks_of_node(scope.state().ranks);
  bool const leads = node.rank() == 0;
  auto file = leads ? make_file(bytes) : nullptr;
  Address address;
  if (file) address = {process_id(), file->descriptor()};
  broadcast(node, std::as_writable_bytes(std::span{&address, 1}));
  if (!leads) file = open_file(address, bytes);
  (void)all_agree(node, true); // the leader's stays open until everyone has looked
  return file;
}

} // namespace rankfold::mpi
