#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace rankfold {

/// A 64-bit hash of what it is fed, equal on every machine of the same byte order (XXH3, Collet 2019): tells contents
/// apart and finds damage; no protection against someone who means to deceive.
class ContentHash {
public:
  ContentHash();
  ~ContentHash();
  ContentHash(ContentHash const&) = delete;
  ContentHash& operator=(ContentHash const&) = delete;

  /// Each addition is kept apart from the next: "ab", "c" and "a", "bc" differ.
  ContentHash& add(std::span<std::byte const> bytes);
  ContentHash& add(std::string_view text);
  ContentHash& add(std::uint64_t number);
  /// More of the same content, not kept apart from what came before: nothing but this gives plain XXH3 of it all.
  ContentHash& extend(std::span<std::byte const> bytes);
  [[nodiscard]] std::uint64_t digest() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace rankfold
