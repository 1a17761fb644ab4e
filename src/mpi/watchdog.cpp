#include "mpi/watchdog.hpp"

#include <cstdlib>
#include <iostream>

namespace rankfold::mpi {

Watchdog::Watchdog(std::chrono::seconds at_most, std::string message, int exit_code) :
    thread_{[this, at_most, message = std::move(message), exit_code] {
      std::unique_lock lock{mutex_};
      if (ended_.wait_for(lock, at_most, [this] { return done_; })) return;
      if (!message.empty()) std::cerr << "rankfold: " << message << std::endl;
      std::_Exit(exit_code);
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
