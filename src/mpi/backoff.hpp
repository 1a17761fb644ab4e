#pragma once

#include <algorithm>
#include <chrono>
#include <thread>

namespace rankfold::mpi {

/// Waiting for what MPI will not wake us for: gives the core away at first, then sleeps, twice as long each time.
///
/// Blocking MPI calls keep a core busy while they wait, which ranks beyond the number of cores take from the folds.
class Backoff {
public:
  using Duration = std::chrono::microseconds;

  /// @param longest sleep, which is also the delay at which what comes late is noticed.
  explicit Backoff(Duration longest = std::chrono::milliseconds{1}) : longest_{longest} {}

  void reset() {
    yields_ = 0;
    sleep_ = shortest;
  }

  void pause() {
    if (yields_ < most_yields) {
      ++yields_;
      std::this_thread::yield();
      return;
    }
    std::this_thread::sleep_for(next_sleep());
  }

  /// How long the next sleep is, for those who sleep elsewhere (on a condition).
  [[nodiscard]] Duration next_sleep() {
    Duration const now = sleep_;
    sleep_ = std::min(2 * sleep_, longest_);
    return now;
  }

private:
  static constexpr int most_yields = 20;
  static constexpr Duration shortest{20};

  Duration longest_;
  Duration sleep_ = shortest;
  int yields_ = 0;
};

} // namespace rankfold::mpi
