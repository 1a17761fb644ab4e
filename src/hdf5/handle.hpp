#pragma once

#include <cstdint>
#include <utility>

namespace rankfold::hdf5 {

/// HDF5's `hid_t`, so that headers need not include its own.
using Identifier = std::int64_t;

/// Owns one identifier of the library: a file, a dataset, a type. Moves, does not copy.
class Handle {
public:
  using Close = int (*)(Identifier);

  Handle() = default;
  Handle(Identifier id, Close closer) : id_{id}, close_{closer} {}
  Handle(Handle&& other) noexcept : id_{std::exchange(other.id_, none)}, close_{other.close_} {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() { close(); }

  [[nodiscard]] Identifier get() const { return id_; }
  [[nodiscard]] bool exists() const { return id_ >= 0; }
  /// Closes now, at most once. @return what the library returned: negative if buffered data could not be written.
  int close() { return exists() ? close_(std::exchange(id_, none)) : 0; }

private:
  static constexpr Identifier none = -1;
  Identifier id_ = none;
  Close close_ = nullptr;
};

} // namespace rankfold::hdf5
