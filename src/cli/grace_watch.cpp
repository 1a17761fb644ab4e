#include "cli/grace_watch.hpp"

#include "support/clock.hpp"
#include "support/stop_signal.hpp"
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <mutex>
#include <optional>

namespace rankfold::cli {
namespace {

constexpr std::chrono::milliseconds glance{50};

void watch(std::stop_token const& over, double seconds, int exit_code) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock{mutex};
  std::optional<Stopwatch> since_stop;
  while (!wake.wait_for(lock, over, glance, [&] { return over.stop_requested(); })) {
    if (!since_stop && StopSignal::requested()) since_stop.emplace();
    if (!since_stop || since_stop->seconds() < seconds) continue;
    std::cerr << fmt::format("interrupted; the fold that ran was given up after {:g} s (--resume continues)\n", seconds)
              << std::flush;
    std::_Exit(exit_code);
  }
}

} // namespace

GraceWatch::GraceWatch(double seconds, int exit_code) {
  if (!std::isfinite(seconds)) return;
  thread_ = std::jthread{[=](std::stop_token const& over) { watch(over, seconds, exit_code); }};
}

} // namespace rankfold::cli
