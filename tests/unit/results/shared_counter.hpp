#pragma once

#include <atomic>
#include <cstdint>
#include <new>
#include <sys/mman.h>

namespace rankfold::test {

/// A number that a child process raises and its parent reads, also after the child was killed.
class SharedCounter {
public:
  SharedCounter() :
      value_{new (::mmap(nullptr, sizeof(std::atomic<std::int64_t>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                         -1, 0)) std::atomic<std::int64_t>{0}} {}
  ~SharedCounter() { ::munmap(value_, sizeof *value_); }
  SharedCounter(SharedCounter const&) = delete;
  SharedCounter& operator=(SharedCounter const&) = delete;

  void set(std::int64_t value) const { value_->store(value); }
  [[nodiscard]] std::int64_t get() const { return value_->load(); }

private:
  std::atomic<std::int64_t>* value_;
};

} // namespace rankfold::test
