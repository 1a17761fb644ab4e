#pragma once

#include "support/bytes.hpp"
#include "support/descriptor.hpp"
#include <memory>

namespace rankfold {

/// Read-only bytes in a file without a name that lies in memory: another process that is handed the descriptor maps the
/// same pages. Sealed: nobody can change them or cut the file short under who reads it.
class MemoryFile {
public:
  /// A file with a copy of these bytes. @throws SystemError where the system gives none.
  [[nodiscard]] static MemoryFile copy_of(ByteView bytes);
  /// A file that another process has made and sealed. @throws SystemError
  [[nodiscard]] static MemoryFile received(Descriptor file);

  [[nodiscard]] ByteView bytes() const { return bytes_; }
  /// What keeps `bytes()` there, also beyond this object.
  [[nodiscard]] std::shared_ptr<void const> owner() const { return mapping_; }
  [[nodiscard]] int descriptor() const { return file_.number(); }

private:
  explicit MemoryFile(Descriptor file);

  Descriptor file_;
  std::shared_ptr<void const> mapping_;
  ByteView bytes_;
};

} // namespace rankfold
