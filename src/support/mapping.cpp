#include "support/mapping.hpp"

#include <cerrno>
#include <sys/mman.h>

namespace rankfold {

std::shared_ptr<void const> map_read_only(Descriptor const& file, std::size_t size) {
  if (size == 0) return nullptr;
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.number(), 0);
  if (memory == MAP_FAILED) return nullptr;
  return {memory, [size](void const* mapped) { ::munmap(const_cast<void*>(mapped), size); }};
}

bool write_all(Descriptor const& file, ByteView bytes) {
  while (!bytes.empty()) {
    auto const written = ::write(file.number(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

} // namespace rankfold
