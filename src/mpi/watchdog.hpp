#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace rankfold::mpi {

/// For calls into MPI that block for ever if another process dies in the middle: ends this process when the call, which
/// this object outlives, takes too long.
class Watchdog {
public:
  /// @param end what is done then, in another thread; it ends the process
  Watchdog(std::chrono::seconds at_most, std::function<void()> end);
  ~Watchdog();
  Watchdog(Watchdog const&) = delete;
  Watchdog& operator=(Watchdog const&) = delete;

private:
  std::mutex mutex_;
  std::condition_variable ended_;
  bool done_ = false;
  std::thread thread_;
};

} // namespace rankfold::mpi
