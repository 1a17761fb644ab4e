#include "support/bytes.hpp"

namespace rankfold {

// Not inline: GCC 12 would see overflows that are not there.
void ByteWriter::append(void const* from, std::size_t size) {
  auto const* const first = static_cast<std::byte const*>(from);
  bytes_.insert(bytes_.end(), first, first + size);
}

} // namespace rankfold
