#include "mpi/watchdog.hpp"

namespace rankfold::mpi {

Watchdog::Watchdog(std::chrono::seconds at_most, std::function<void()> end) :
    thread_{[this, at_most, end = std::move(end)] {
      std::unique_lock lock{mutex_};
      if (!ended_.wait_for(lock, at_most, [this] { return done_; })) end();
    }} {}

Watchdog::~Watchdog() {
  {
    std::lock_guard const lock{mutex_};
    done_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

} // namespace rankfold::mpi
