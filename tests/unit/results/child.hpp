#pragma once

#include <csignal>
#include <cstdlib>
#include <functional>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rankfold::test {

/// A process that does something while the test looks on, and may be killed at any moment.
class Child {
public:
  using Ready = std::function<void()>; ///< tells the test that it may go on

  explicit Child(std::function<void(Ready const&)> const& body) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    pid_ = ::fork();
    if (pid_ == 0) {
      body([&] { [[maybe_unused]] auto const written = ::write(ends[1], "r", 1); });
      ::_exit(0); // no clean-up of what belongs to the test
    }
    ::close(ends[1]);
    ready_ = ends[0];
  }
  ~Child() {
    kill();
    ::close(ready_);
  }
  Child(Child const&) = delete;
  Child& operator=(Child const&) = delete;

  void wait_until_ready() const {
    char byte = 0;
    EXPECT_EQ(::read(ready_, &byte, 1), 1);
  }
  /// As a batch system does.
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    (void)wait();
  }
  /// Waits for its end. @return the exit code, or -1 for a signal
  [[nodiscard]] int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  [[nodiscard]] bool alive() {
    int status = 0;
    if (pid_ <= 0 || ::waitpid(pid_, &status, WNOHANG) == 0) return pid_ > 0;
    pid_ = 0;
    return false;
  }

private:
  pid_t pid_ = 0;
  int ready_ = -1;
};

} // namespace rankfold::test
