#include "mpi/launcher_process.hpp"

#include "support/error.hpp"
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fmt/format.h>
#include <initializer_list>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rankfold::mpi {
namespace {

sigset_t set_of(std::initializer_list<int> numbers) {
  sigset_t set;
  sigemptyset(&set);
  for (int const number : numbers) sigaddset(&set, number);
  return set;
}

long monotonic_seconds() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

int spawn(pid_t& pid, std::vector<char*> const& words, sigset_t const& mask) {
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t files;
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigmask(&attributes, &mask);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  int const failed = posix_spawnp(&pid, words[0], &files, &attributes, words.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  return failed;
}

std::string end_in_words(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("was ended by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
  }
  return fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

} // namespace

LauncherProcess::LauncherProcess(std::vector<std::string> words) :
    watched_{set_of({SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGCHLD})} {
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  sigprocmask(SIG_BLOCK, &watched_, &before_); // none may come before anybody waits for it
  int const failed = spawn(pid_, pointers, before_);
  if (failed == 0) return;
  sigprocmask(SIG_SETMASK, &before_, nullptr);
  throw JobError{
      fmt::format("--ranks: cannot start {}: {} (is Open MPI's bin folder in PATH?)", words[0], std::strerror(failed))};
}

LauncherProcess::~LauncherProcess() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

void LauncherProcess::pass_on(int signal_number) {
  bool const asked_before = drained_at_ >= 0;
  if (!asked_before) drained_at_ = monotonic_seconds();
  bool const insists = asked_before && signal_number != SIGUSR1 && monotonic_seconds() > drained_at_ + 1;
  kill(pid_, insists ? SIGTERM : SIGUSR1);
}

std::string LauncherProcess::wait() {
  for (int number = 0;;) {
    sigwait(&watched_, &number);
    if (number != SIGCHLD) {
      pass_on(number);
      continue;
    }
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_ && !WIFSTOPPED(status)) return end_in_words(status);
  }
}

} // namespace rankfold::mpi
