#include "support/stop_signal.hpp"

#include <array>
#include <csignal>

namespace rankfold {
namespace {

volatile std::sig_atomic_t signal_came = 0; // a signal handler can reach nothing else

constexpr std::array stopping{SIGINT, SIGTERM, SIGUSR1};

void restore(int number) {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  sigaction(number, &action, nullptr);
}

extern "C" void note_signal(int) {
  signal_came = 1;
  restore(SIGINT);
  restore(SIGTERM);
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
