#pragma once

#include "support/error.hpp"
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fmt/format.h>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace rankfold {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<std::byte const>;

/// A message is not what its kind of message is: damaged, or written by something else.
struct MessageError : ContractViolation {
  using ContractViolation::ContractViolation;
};

/// @param rule that the message keeps. @throws MessageError if it does not.
inline void require_message(bool kept, char const* rule) {
  if (!kept) throw MessageError{fmt::format("a damaged message: expected that {}", rule)};
}

template <class T>
concept Plain = std::is_trivially_copyable_v<T>;

/// Puts values behind each other as they lie in memory. All ranks run the same program, so nothing is converted.
class ByteWriter {
public:
  template <Plain T> void put(T const& value) { append(&value, sizeof(T)); }

  /// A count, then the items.
  template <Plain T> void put_items(std::span<T const> items) {
    put(static_cast<std::uint64_t>(items.size()));
    put_raw(items);
  }
  /// Items whose number the reader knows from elsewhere.
  template <Plain T> void put_raw(std::span<T const> items) { append(items.data(), items.size_bytes()); }
  void put_text(std::string_view text) { put_items(std::span{text.data(), text.size()}); }

  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  /// What was put so far; valid until more is.
  [[nodiscard]] ByteView view() const { return bytes_; }
  [[nodiscard]] Bytes take() { return std::move(bytes_); }

private:
  void append(void const* from, std::size_t size);

  Bytes bytes_;
};

/// Takes apart what a ByteWriter put together. Sizes are checked against what is there before anything is allocated.
/// Every call throws MessageError where the message has no such thing.
class ByteReader {
public:
  explicit ByteReader(ByteView bytes) : left_{bytes} {}

  template <Plain T> [[nodiscard]] T get() {
    T value;
    copy(&value, sizeof(T));
    return value;
  }
  template <Plain T> [[nodiscard]] std::vector<T> get_items() {
    std::vector<T> items(get_count(sizeof(T)));
    copy(items.data(), items.size() * sizeof(T));
    return items;
  }
  [[nodiscard]] std::string get_text() { return get_text(get_count(1)); }
  [[nodiscard]] std::string get_text(std::size_t size) {
    require_message(size <= left_.size(), "a message is as long as its contents");
    std::string text(size, '\0');
    copy(text.data(), size);
    return text;
  }
  template <Plain T> void get_raw(std::span<T> items) { copy(items.data(), items.size_bytes()); }
  /// A number of things of at least `least_size` bytes each, which must fit into what is left.
  [[nodiscard]] std::size_t get_count(std::size_t least_size) {
    auto const count = get<std::uint64_t>();
    require_message(count <= left_.size() / least_size, "a message holds as much as it says");
    return count;
  }
  [[nodiscard]] bool at_end() const { return left_.empty(); }
  /// @throws MessageError if anything is left.
  void finish() const { require_message(left_.empty(), "a message ends where its contents end"); }

private:
  void copy(void* to, std::size_t size) {
    require_message(size <= left_.size(), "a message is as long as its contents");
    if (size == 0) return;
    std::memcpy(to, left_.data(), size);
    left_ = left_.subspan(size);
  }

  ByteView left_;
};

} // namespace rankfold
