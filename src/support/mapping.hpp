#pragma once

#include "support/bytes.hpp"
#include "support/descriptor.hpp"
#include <memory>

namespace rankfold {

/// The first `size` bytes of an open file as read-only memory, which all processes of the machine that map it share. It
/// stays beyond the descriptor. @return null where nothing is to be mapped, or cannot be (errno says why).
[[nodiscard]] std::shared_ptr<void const> map_read_only(Descriptor const& file, std::size_t size);

/// @return false where it cannot be written (errno says why).
[[nodiscard]] bool write_all(Descriptor const& file, ByteView bytes);

} // namespace rankfold
