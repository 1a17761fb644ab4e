#pragma once

#include "isolation/channel.hpp"
#include "isolation/environment.hpp"
#include "isolation/messages.hpp"
#include "roles/numbered_configuration.hpp"
#include <filesystem>
#include <optional>
#include <sys/types.h>

namespace rankfold::isolation {

/// The descriptor at which a fold server finds its worker.
inline constexpr int server_socket = 3;

/// Where the program of fold servers is: beside this one.
[[nodiscard]] std::filesystem::path server_program();

/// @throws JobError if this job isolates its folds and the program is not there.
void require_server_program(job::ResourceSpec const& resources);

/// A running fold server, as its worker sees it. It ends with this object, or with the worker, however that ends.
class ServerProcess {
public:
  /// Starts it, without waiting until it is ready. @throws SystemError if it cannot be started.
  /// @param data descriptor of the file with the job's data; -1: it has none
  /// @param timeout_seconds of a fold; 0: none
  ServerProcess(std::filesystem::path const& program, Share const& share, Setup const& setup, int data,
                double timeout_seconds);
  ~ServerProcess();
  ServerProcess(ServerProcess const&) = delete;
  ServerProcess& operator=(ServerProcess const&) = delete;

  /// @return false where the server has died.
  [[nodiscard]] bool learn(std::span<roles::NumberedConfiguration const> configurations);
  /// Runs a fold and waits for its end; nothing where the server died, or gives no answer for much longer than a fold
  /// may take. @throws SystemError if it has never come to be ready.
  [[nodiscard]] std::optional<Outcome> run(roles::FoldRequest const& request);

  /// How it ended, as `waitpid` tells. @pre it has died
  [[nodiscard]] int status();

private:
  void wait_until_ready();
  [[nodiscard]] bool answers_in_time() const;

  Channel channel_;
  double timeout_seconds_; ///< of a fold; 0: none
  pid_t pid_ = 0;
  bool ready_ = false;
};

} // namespace rankfold::isolation
