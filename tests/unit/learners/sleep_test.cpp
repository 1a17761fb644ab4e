#include "learners/registry.hpp"
#include "support/clock.hpp"
#include <cmath>
#include <gtest/gtest.h>
#include <new>
#include <stdexcept>
#include <sys/resource.h>

namespace rankfold::learners {
namespace {

double sleep(Parameters given) {
  auto const* learner = find_standalone_learner("sleep");
  return learner->evaluate(with_defaults(learner->info(), std::move(given)), 0, RandomStream{0, 0, 0, 0});
}

TEST(SleepTest, waits_and_reports_its_seconds) {
  Stopwatch const watch;
  EXPECT_EQ(sleep({{"seconds", 0.05}}), 0.05);
  EXPECT_GE(watch.seconds(), 0.05);
}

TEST(SleepTest, reports_the_value_asked_for) { EXPECT_EQ(sleep({{"value", -3.5}}), -3.5); }

TEST(SleepTest, fails_in_ways_that_a_process_survives) {
  EXPECT_THROW((void)sleep({{"fail", "throw"}}), std::runtime_error);
  EXPECT_TRUE(std::isnan(sleep({{"fail", "nan"}})));
}

TEST(SleepDeathTest, fails_in_ways_that_end_the_process) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((void)sleep({{"fail", "abort"}}), "");
  EXPECT_DEATH((void)sleep({{"fail", "segfault"}}), "");
  EXPECT_EXIT((void)sleep({{"fail", "exit"}}), ::testing::ExitedWithCode(EXIT_FAILURE), "");
}

/// Ends with 7 where memory runs out at a limit well below what the machine has.
[[noreturn]] void run_out_of_memory() {
  rlimit const limit{1U << 29, 1U << 29};
  setrlimit(RLIMIT_AS, &limit);
  try {
    (void)sleep({{"fail", "memory"}});
  } catch (std::bad_alloc const&) {
    std::_Exit(7);
  }
  std::_Exit(8);
}

TEST(SleepDeathTest, takes_memory_until_there_is_none) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the address sanitizer itself wants more address space than the limit";
#endif
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(run_out_of_memory(), ::testing::ExitedWithCode(7), "");
}

} // namespace
} // namespace rankfold::learners
