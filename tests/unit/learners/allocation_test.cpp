#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include "support/random.hpp"
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <gtest/gtest.h>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t size, std::size_t alignment) {
  ++allocations;
  std::size_t const whole = (size + alignment) / alignment * alignment; // at least one, and a multiple
  if (void* const memory = std::aligned_alloc(alignment, whole)) return memory;
  throw std::bad_alloc{};
}

} // namespace

// Not inlined: seen together, malloc and free of what new gave would be taken for a mistake.
[[gnu::noinline]] void* operator new(std::size_t size) { return counted(size, alignof(std::max_align_t)); }
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted(size, static_cast<std::size_t>(alignment));
}
[[gnu::noinline]] void* operator new(std::size_t size, std::nothrow_t const&) noexcept { // what std::stable_sort takes
  try {
    return counted(size, alignof(std::max_align_t));
  } catch (std::bad_alloc const&) {
    return nullptr;
  }
}
[[gnu::noinline]] void operator delete(void* memory, std::nothrow_t const&) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace rankfold::learners::forecasting {
namespace {

/// Weekly demand around a level that follows its own errors.
std::vector<double> simulated(std::size_t n) {
  RandomStream random{21, 0, 0, 0};
  double level = 40.0;
  std::vector<double> values(n);
  for (std::size_t t = 0; t < n; ++t) {
    double const error = random.normal();
    values[t] = level + 6.0 * std::sin(6.283185307179586 * static_cast<double>(t) / 7.0) + error;
    level += 0.1 * error;
  }
  return values;
}

Parameters weekly(job::LearnerInfo const& info) {
  Parameters given;
  if (info.find("season_length")) given["season_length"] = 7;
  if (info.find("season_lengths")) given["season_lengths"] = ValueList{7};
  return with_defaults(info, std::move(given));
}

/// What one fold needs: a fit, and a forecast of one step.
std::size_t allocations_of_a_fold(Forecaster const& forecaster, std::size_t n) {
  auto const values = simulated(n);
  auto const parameters = weekly(forecaster.info());
  std::size_t const before = allocations;
  (void)forecaster.fit(values, parameters)->forecast(1);
  return allocations - before;
}

class AllocationTest : public testing::TestWithParam<Forecaster const*> {};

/// Where a search takes more steps on one series than on another, it may allocate somewhat more; what allocates for
/// each observation would allocate four times as much.
TEST_P(AllocationTest, a_longer_series_needs_no_more_allocations) {
  auto const few = allocations_of_a_fold(*GetParam(), 500);
  auto const many = allocations_of_a_fold(*GetParam(), 2000);
  EXPECT_LE(many, 2 * few + 20) << few << " allocations for 500 values";
}

INSTANTIATE_TEST_SUITE_P(Forecasters, AllocationTest,
                         testing::ValuesIn(all_forecasters().begin(), all_forecasters().end()),
                         [](auto const& each) { return each.param->info().name; });

TEST(AllocationCountTest, counts_every_allocation) {
  std::size_t const before = allocations;
  auto const text = std::make_unique<std::vector<double>>(10);
  EXPECT_EQ(allocations - before, 2U) << text->size();
}

} // namespace
} // namespace rankfold::learners::forecasting
