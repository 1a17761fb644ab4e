#pragma once

#include <cstddef>
#include <new>
#include <span>
#include <sys/mman.h>
#include <utility>

namespace rankfold::data {

/// A list of at most `capacity` numbers in memory of its own from the system. What is not written to takes no memory,
/// and all of it goes back when the list is let go, where `malloc` may keep it: what has been copied must not count
/// twice.
template <class T> class Pages {
public:
  explicit Pages(std::size_t capacity) : capacity_{capacity} {
    void* const memory = ::mmap(nullptr, capacity * sizeof(T), PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc{};
    items_ = static_cast<T*>(memory);
  }
  Pages(Pages&& other) noexcept :
      items_{std::exchange(other.items_, nullptr)}, size_{other.size_}, capacity_{other.capacity_} {}
  Pages& operator=(Pages&&) = delete;
  ~Pages() {
    if (items_ != nullptr) ::munmap(items_, capacity_ * sizeof(T));
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t room() const { return capacity_ - size_; }
  [[nodiscard]] std::span<T const> items() const { return {items_, size_}; }
  /// @pre room() > 0
  void push_back(T item) { items_[size_++] = item; }

private:
  T* items_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_;
};

} // namespace rankfold::data
