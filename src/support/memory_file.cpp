#include "support/memory_file.hpp"

#include "support/mapping.hpp"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace rankfold {
namespace {

[[noreturn]] void fail(char const* what) {
  throw SystemError{fmt::format("shared memory: cannot {}: {}", what, std::strerror(errno))};
}

constexpr int all_seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

} // namespace

MemoryFile::MemoryFile(Descriptor file) : file_{std::move(file)} {
  struct stat status {};
  if (::fstat(file_.number(), &status) != 0) fail("look at it");
  auto const size = static_cast<std::size_t>(status.st_size);
  mapping_ = map_read_only(file_, size);
  if (size > 0 && !mapping_) fail("map it");
  bytes_ = {static_cast<std::byte const*>(mapping_.get()), size};
}

MemoryFile MemoryFile::copy_of(ByteView bytes) {
  Descriptor file{::memfd_create("rankfold-data", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
  if (!file.is_open()) fail("get any");
  if (!write_all(file, bytes)) fail("write it");
  if (::fcntl(file.number(), F_ADD_SEALS, all_seals) != 0) fail("seal it");
  return MemoryFile{std::move(file)};
}

MemoryFile MemoryFile::received(Descriptor file) {
  // A file that could be cut short would end its readers by SIGBUS.
  if ((::fcntl(file.number(), F_GET_SEALS) & all_seals) != all_seals) fail("use what is not sealed");
  return MemoryFile{std::move(file)};
}

} // namespace rankfold
