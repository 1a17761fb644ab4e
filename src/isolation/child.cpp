#include "isolation/child.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace rankfold::isolation {
namespace {

constexpr int cannot_report = 70; ///< exit code; sysexits.h: an internal error

volatile pid_t boss = 0; ///< all that a signal handler can reach

/// A launcher or a batch system that asks all processes of a job to stop asks this one too, but its worker will bring
/// the fold home: only who started it may end it.
extern "C" void heed_boss(int number, siginfo_t* from, void*) {
  if (from->si_pid == boss) _exit(128 + number);
}

void settle_signals() {
  struct sigaction action {};
  action.sa_sigaction = heed_boss;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  for (int const number : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) ::sigaction(number, &action, nullptr);
  std::signal(SIGCHLD, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Where a limit cannot be had the fold runs without it; `check` has refused what this machine can never give.
void settle_limits(job::ResourceSpec const& limits) {
  rlimit const no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (limits.memory_bytes <= 0) return;
  auto const most = static_cast<rlim_t>(limits.memory_bytes);
  rlimit const memory{most, most};
  ::setrlimit(RLIMIT_DATA, &memory);
}

bool write_all(int to, ByteView bytes) {
  while (!bytes.empty()) {
    auto const written = ::write(to, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

/// Our own bug is told to the worker, which ends the run with it, as where folds run without isolation.
Bytes work_or_bug(std::function<Bytes()> const& work) {
  try {
    return work();
  } catch (std::exception const& bug) {
    return encode_bug(bug.what());
  }
}

} // namespace

void be_fold_process(std::function<Bytes()> const& work, job::ResourceSpec const& limits, pid_t parent, int report_to) {
  ::setpgid(0, 0);
  boss = parent;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) _exit(cannot_report);
  settle_signals();
  settle_limits(limits);
  bool const reported = write_all(report_to, work_or_bug(work));
  std::cout.flush(); // what a learner has printed; nothing else of this process's parent is to happen again
  std::fflush(nullptr);
  _exit(reported ? EXIT_SUCCESS : cannot_report);
}

} // namespace rankfold::isolation
