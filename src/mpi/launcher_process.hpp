#pragma once

#include <csignal>
#include <string>
#include <vector>

namespace rankfold::mpi {

/// A launcher as a child process: in a process group of its own, so that a terminal's Ctrl-C reaches this process
/// alone, and without standard input.
class LauncherProcess {
public:
  /// @param words program, looked up in PATH, and arguments. @throws JobError if it cannot be started.
  explicit LauncherProcess(std::vector<std::string> words);
  LauncherProcess(LauncherProcess const&) = delete;
  LauncherProcess& operator=(LauncherProcess const&) = delete;
  ~LauncherProcess();

  /// Passes signals on as requests to drain, and waits. @return how it ended, in words
  [[nodiscard]] std::string wait();
  /// Whether a signal came that asks it to stop.
  [[nodiscard]] bool was_asked_to_stop() const { return drained_at_ >= 0; }

private:
  void pass_on(int signal_number);

  sigset_t watched_{};
  sigset_t before_{};
  pid_t pid_ = 0;
  long drained_at_ = -1; ///< seconds; -1: not yet asked to
};

} // namespace rankfold::mpi
