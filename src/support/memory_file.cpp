#include "support/memory_file.hpp"

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

void write_all(int file, ByteView bytes) {
  while (!bytes.empty()) {
    auto const written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) fail("write it");
    if (written > 0) bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

constexpr int all_seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

} // namespace

MemoryFile::MemoryFile(Descriptor file) : file_{std::move(file)} {
  struct stat status {};
  if (::fstat(file_.number(), &status) != 0) fail("look at it");
  auto const size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return;
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file_.number(), 0);
  if (memory == MAP_FAILED) fail("map it");
  mapping_ = {memory, [size](void const* mapped) { ::munmap(const_cast<void*>(mapped), size); }};
  bytes_ = {static_cast<std::byte const*>(memory), size};
}

MemoryFile MemoryFile::copy_of(ByteView bytes) {
  Descriptor file{::memfd_create("rankfold-data", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
  if (!file.is_open()) fail("get any");
  write_all(file.number(), bytes);
  if (::fcntl(file.number(), F_ADD_SEALS, all_seals) != 0) fail("seal it");
  return MemoryFile{std::move(file)};
}

MemoryFile MemoryFile::received(Descriptor file) {
  // A file that could be cut short would end its readers by SIGBUS.
  if ((::fcntl(file.number(), F_GET_SEALS) & all_seals) != all_seals) fail("use what is not sealed");
  return MemoryFile{std::move(file)};
}

} // namespace rankfold
