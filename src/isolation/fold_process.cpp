#include "isolation/fold_process.hpp"

#include "isolation/child.hpp"
#include "isolation/oom_kills.hpp"
#include "support/clock.hpp"
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rankfold::isolation {
namespace {

constexpr std::size_t most_report_bytes = std::size_t{1} << 30;

[[noreturn]] void fail(char const* what) {
  throw SystemError{fmt::format("fold server: cannot {}: {}", what, std::strerror(errno))};
}

/// A process that runs a fold, as the one sees it that has started it.
class FoldProcess {
public:
  FoldProcess(std::function<Bytes()> const& work, job::ResourceSpec const& limits, int owner) :
      timeout_seconds_{limits.timeout_seconds}, owner_{owner} {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("make a pipe");
    report_ = Descriptor{ends[0]};
    Descriptor const write_end{ends[1]};
    auto const parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) fail("start a process");
    if (pid_ == 0) ::close(owner); // no fold is to speak for the server
    if (pid_ == 0) be_fold_process(work, limits, parent, write_end.number());
    ::setpgid(pid_, pid_); // whoever of the two comes first
    ::fcntl(report_.number(), F_SETFL, O_NONBLOCK);
  }

  /// Waits until it has ended.
  Outcome wait() {
    while (!has_ended()) {
      sleep();
      read_report();
      enforce_timeout();
    }
    read_report();
    signal_all(SIGKILL); // what it has left behind; it still holds its number, so no other group can have it
    ::waitpid(pid_, &outcome_.status, 0);
    outcome_.out_of_memory =
        WIFSIGNALED(outcome_.status) && WTERMSIG(outcome_.status) == SIGKILL && !killed_ && oom_kills().have_risen();
    return std::move(outcome_);
  }

private:
  [[nodiscard]] bool has_ended() const {
    siginfo_t ended{};
    return ::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == pid_;
  }

  /// Until there is something to read, the process ends, its time is up, or the owner goes.
  void sleep() {
    std::array<pollfd, 2> sources{pollfd{owner_, POLLRDHUP, 0},
                                  pollfd{report_is_open_ ? report_.number() : -1, POLLIN, 0}};
    auto const limit = time_left();
    auto const* const timeout = limit ? &*limit : nullptr;
    sigset_t none;
    sigemptyset(&none);
    int const ready = ::ppoll(sources.data(), sources.size(), timeout, &none); // SIGCHLD comes here or not at all
    if (ready < 0 && errno != EINTR) fail("wait");
    if (ready > 0 && sources[0].revents != 0) {
      signal_all(SIGKILL);
      _exit(EXIT_SUCCESS);
    }
  }

  [[nodiscard]] std::optional<timespec> time_left() const {
    if (timeout_seconds_ <= 0 || killed_) return {};
    double const end = timeout_seconds_ + (outcome_.timed_out ? grace_seconds : 0);
    double const left = std::max(0.0, end - watch_.seconds());
    auto const whole = static_cast<time_t>(left);
    return timespec{whole, static_cast<long>((left - static_cast<double>(whole)) * 1e9)};
  }

  void enforce_timeout() {
    if (timeout_seconds_ <= 0 || killed_) return;
    if (watch_.seconds() >= timeout_seconds_ + grace_seconds) {
      killed_ = true;
      signal_all(SIGKILL);
    } else if (watch_.seconds() >= timeout_seconds_ && !outcome_.timed_out) {
      outcome_.timed_out = true;
      signal_all(SIGTERM);
    }
  }

  void read_report() {
    std::array<std::byte, 16384> some;
    while (report_is_open_) {
      auto const got = ::read(report_.number(), some.data(), some.size());
      if (got < 0) return; // nothing there for now
      report_is_open_ = got > 0 && outcome_.report.size() <= most_report_bytes;
      outcome_.report.insert(outcome_.report.end(), some.begin(), some.begin() + got);
    }
  }

  void signal_all(int number) const { ::kill(-pid_, number); }

  double timeout_seconds_;
  int owner_;
  Stopwatch watch_;
  pid_t pid_ = 0;
  Descriptor report_;
  bool report_is_open_ = true;
  bool killed_ = false; ///< by us
  Outcome outcome_;
};

extern "C" void wake_up(int) {}

} // namespace

Outcome run_in_process(std::function<Bytes()> const& work, job::ResourceSpec const& limits, int owner) {
  return FoldProcess{work, limits, owner}.wait();
}

void prepare_to_fork() {
  for (int const number : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) std::signal(number, SIG_IGN);
  sigset_t child_signal;
  sigemptyset(&child_signal);
  sigaddset(&child_signal, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &child_signal, nullptr);
  struct sigaction action {};
  action.sa_handler = wake_up;
  ::sigaction(SIGCHLD, &action, nullptr);
  (void)oom_kills(); // counts from here on
}

} // namespace rankfold::isolation
