#pragma once

#include <chrono>
#include <functional>

namespace rankfold {

/// Seconds since the epoch, for what is written down.
inline double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// Seconds on a clock that never goes back, for what is measured.
inline double monotonic_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Seconds, to be subtracted from each other: of whatever time there is, which in a simulation is not the machine's.
using Clock = std::function<double()>;

/// Seconds since it was made, on a clock that never goes back.
class Stopwatch {
public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace rankfold
