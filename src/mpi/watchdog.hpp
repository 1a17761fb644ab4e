#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace rankfold::mpi {

/// For calls into MPI that block for ever if another process dies in the middle: ends this process when the call, which
/// this object outlives, takes too long.
class Watchdog {
public:
  /// @param message what is told then; empty: nothing. @param exit_code that the process then ends with
  Watchdog(std::chrono::seconds at_most, std::string message, int exit_code);
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
