#include "support/content_hash.hpp"

#include <new>
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace rankfold {

struct ContentHash::State {
  XXH3_state_t* xxh3 = XXH3_createState();
  State() {
    if (!xxh3) throw std::bad_alloc{};
    XXH3_64bits_reset(xxh3);
  }
  ~State() { XXH3_freeState(xxh3); }
  State(State const&) = delete;
  State& operator=(State const&) = delete;
};

ContentHash::ContentHash() : state_{std::make_unique<State>()} {}
ContentHash::~ContentHash() = default;

ContentHash& ContentHash::add(std::span<std::byte const> bytes) {
  return add(std::uint64_t{bytes.size()}).extend(bytes);
}

ContentHash& ContentHash::extend(std::span<std::byte const> bytes) {
  if (!bytes.empty()) XXH3_64bits_update(state_->xxh3, bytes.data(), bytes.size());
  return *this;
}

ContentHash& ContentHash::add(std::string_view text) { return add(std::as_bytes(std::span{text})); }

ContentHash& ContentHash::add(std::uint64_t number) {
  XXH3_64bits_update(state_->xxh3, &number, sizeof number);
  return *this;
}

std::uint64_t ContentHash::digest() const { return XXH3_64bits_digest(state_->xxh3); }

} // namespace rankfold
