#include "support/stop_signal.hpp"

#include <array>
#include <csignal>
#include <ctime>

namespace rankfold {
namespace {

// A signal handler can reach nothing else.
volatile std::sig_atomic_t signal_came = 0;
volatile std::sig_atomic_t came_at = 0; ///< seconds, on a clock that never goes back

constexpr std::array stopping{SIGINT, SIGTERM, SIGUSR1};

std::sig_atomic_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::sig_atomic_t>(time.tv_sec);
}

void restore(int number) {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  sigaction(number, &action, nullptr);
}

extern "C" void note_signal(int number) {
  if (signal_came == 0) {
    signal_came = 1;
    came_at = now();
  } else if (number != SIGUSR1 && now() > came_at + 1) {
    restore(number);
    raise(number);
  }
}

} // namespace

StopSignal::StopSignal() {
  signal_came = 0;
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = SA_RESTART;
  for (int const number : stopping) sigaction(number, &action, nullptr);
}

StopSignal::~StopSignal() {
  for (int const number : stopping) restore(number);
}

bool StopSignal::requested() { return signal_came != 0; }

} // namespace rankfold
