#include "support/run_command.hpp"

#include "support/descriptor.hpp"
#include "support/error.hpp"
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace rankfold {
namespace {

struct Pipe {
  Descriptor read, write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw SystemError{fmt::format("no pipe: {}", std::strerror(errno))};
  return {Descriptor{ends[0]}, Descriptor{ends[1]}};
}

/// @return 0 or an errno.
int spawn(pid_t& pid, std::span<std::string const> words, int output, int errors) {
  std::vector<char*> arguments;
  for (auto const& word : words) arguments.push_back(const_cast<char*>(word.c_str())); // which exec leaves alone
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, errors, STDERR_FILENO);
  int const failure = ::posix_spawnp(&pid, arguments[0], &files, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  return failure;
}

/// Appends what is there; closes the pipe at its end.
void drain(Descriptor& pipe, std::string& text) {
  std::array<char, 4096> buffer{};
  auto const count = ::read(pipe.number(), buffer.data(), buffer.size());
  if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
  if (count == 0 || (count < 0 && errno != EINTR)) pipe.close();
}

/// Both at once: a program that fills one of them while nobody reads it would wait for ever.
void drain_both(Descriptor& output, Descriptor& errors, CommandEnd& end) {
  while (output.is_open() || errors.is_open()) {
    std::array<pollfd, 2> waiting{{{output.number(), POLLIN, 0}, {errors.number(), POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[0].revents != 0) drain(output, end.output);
    if (waiting[1].revents != 0) drain(errors, end.errors);
  }
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace

std::optional<CommandEnd> run_command(std::span<std::string const> words) {
  auto output = make_pipe(), errors = make_pipe();
  pid_t pid = 0;
  int const failure = spawn(pid, words, output.write.number(), errors.write.number());
  if (failure == ENOENT) return {};
  if (failure != 0) throw SystemError{fmt::format("cannot start {}: {}", words[0], std::strerror(failure))};
  output.write.close();
  errors.write.close();
  CommandEnd end;
  drain_both(output.read, errors.read, end);
  end.exit_code = wait_for(pid);
  return end;
}

} // namespace rankfold
