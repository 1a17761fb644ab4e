#include "isolation/server_process.hpp"

#include "roles/codec.hpp"
#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rankfold::isolation {
namespace {

constexpr double silence_seconds = 15; ///< beyond a fold's time, after which its server is given up

/// Attributes and file actions of posix_spawn: nothing but standard output and error is passed on, and nothing of how
/// this process takes signals.
class SpawnPlan {
public:
  explicit SpawnPlan(int socket) {
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawn_file_actions_init(&files_);
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    // A session of its own: Ctrl-C at a terminal is for the worker, which brings home what runs.
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
    ::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files_, socket, server_socket);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(SpawnPlan const&) = delete;
  SpawnPlan& operator=(SpawnPlan const&) = delete;

  [[nodiscard]] pid_t start(std::string program, std::vector<std::string> environment) const {
    auto worker = fmt::format("{}", ::getpid());
    std::array<char*, 3> arguments{program.data(), worker.data(), nullptr};
    std::vector<char*> variables;
    for (auto& variable : environment) variables.push_back(variable.data());
    variables.push_back(nullptr);
    pid_t pid = 0;
    int const failure = ::posix_spawn(&pid, program.c_str(), &files_, &attributes_, arguments.data(), variables.data());
    if (failure != 0) throw SystemError{fmt::format("cannot start {}: {}", program, std::strerror(failure))};
    return pid;
  }

private:
  posix_spawnattr_t attributes_{};
  posix_spawn_file_actions_t files_{};
};

} // namespace

std::filesystem::path server_program() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "rankfold-fold";
}

void require_server_program(job::ResourceSpec const& resources) {
  if (resources.isolation == job::ResourceSpec::Isolation::none) return;
  auto const program = server_program();
  if (::access(program.c_str(), X_OK) == 0) return;
  throw JobError{fmt::format("isolation = \"process\" in [resources] needs the program {}, which is not there: it is "
                             "built and installed with rankfold",
                             program.native())};
}

ServerProcess::ServerProcess(std::filesystem::path const& program, Share const& share, Setup const& setup, int data,
                             double timeout_seconds) :
    channel_{Descriptor{}},
    timeout_seconds_{timeout_seconds} {
  auto [mine, servers] = Channel::make_pair();
  channel_ = std::move(mine);
  pid_ = SpawnPlan{servers.descriptor()}.start(program.string(), fold_environment(environ, share));
  (void)channel_.send(MessageKind::setup, encode(setup), data); // `run` finds out where nobody listens
}

ServerProcess::~ServerProcess() {
  channel_.close();
  if (pid_ > 0) ::kill(pid_, SIGKILL); // no fold runs; it may have been stopped and would not notice
  if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
}

bool ServerProcess::learn(std::span<roles::NumberedConfiguration const> configurations) {
  return channel_.send(MessageKind::learn, roles::encode(configurations));
}

void ServerProcess::wait_until_ready() {
  if (ready_) return;
  auto const answer = channel_.receive();
  if (!answer || answer->kind != MessageKind::ready) throw SystemError{"rankfold-fold has ended while it was starting"};
  ready_ = true;
}

/// A server that is stopped, or lost on a node in trouble, holds no fold to its time: then somebody has to hold it to
/// its own.
bool ServerProcess::answers_in_time() const {
  if (timeout_seconds_ <= 0) return true;
  pollfd answer{channel_.descriptor(), POLLIN, 0};
  double const most_ms = std::min((timeout_seconds_ + silence_seconds) * 1e3, 2e9);
  return ::poll(&answer, 1, static_cast<int>(most_ms)) != 0;
}

std::optional<Outcome> ServerProcess::run(roles::FoldRequest const& request) {
  wait_until_ready();
  if (!channel_.send(MessageKind::run, encode(request)) || !answers_in_time()) return {};
  auto const answer = channel_.receive();
  if (!answer) return {};
  require_message(answer->kind == MessageKind::outcome, "a fold server answers with an outcome");
  return decode_outcome(answer->contents);
}

int ServerProcess::status() {
  int status = 0;
  ::kill(pid_, SIGKILL); // its end of the connection is closed, so it is of no more use
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  return status;
}

} // namespace rankfold::isolation
