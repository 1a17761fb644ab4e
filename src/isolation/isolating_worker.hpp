#pragma once

#include "isolation/server_process.hpp"
#include "roles/fold_runner.hpp"
#include "support/memory_file.hpp"
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>

namespace rankfold::isolation {

/// A worker that runs folds where their job asks for it: in this process, or each in one of its own. Every isolated
/// job has a fold server, started at once, so that it is ready when the first fold comes, and started again if it dies.
class IsolatingWorker {
public:
  /// @param rank written into every result. @param server the program of fold servers
  /// @param place of the worker on its node, by which it gets its share of what `machine` has
  IsolatingWorker(std::int32_t rank, std::filesystem::path server, Machine machine = {}, roles::NodePlace place = {});

  /// Makes a job known; the first gets JobId 0. Threads started from here on, to run folds, have the job's cores.
  void admit(roles::JobContext context) { admit(JobId{static_cast<std::int64_t>(jobs_.size())}, std::move(context)); }
  /// The same under a number that no other job has now.
  void admit(JobId job, roles::JobContext context);
  /// Forgets a job, of which no more folds will come, and ends its fold server.
  void release(JobId job);
  void learn(JobId job, std::span<roles::NumberedConfiguration const> configurations);
  /// As `roles::Worker::run`; the fold's process may do what it likes. @throws ContractViolation, SystemError
  [[nodiscard]] roles::FoldResult run(roles::FoldRequest const& request);

private:
  struct IsolatedJob {
    Share share;
    Setup setup;
    job::ResourceSpec limits;
    std::shared_ptr<MemoryFile const> data;                   ///< null: the job has none
    std::vector<roles::NumberedConfiguration> configurations; ///< for the server that takes a dead one's place
    std::optional<ServerProcess> server;
  };

  void start(IsolatedJob& job);
  [[nodiscard]] roles::FoldResult run_isolated(IsolatedJob& job, roles::FoldRequest const& request);

  std::int32_t rank_;
  std::filesystem::path program_;
  Machine machine_;
  roles::NodePlace place_;
  roles::Worker in_process_;
  std::deque<std::optional<IsolatedJob>> jobs_; ///< by JobId; nothing: not isolated
};

/// @param worker outlives the runner.
[[nodiscard]] roles::FoldRunner runner_of(IsolatingWorker& worker);

} // namespace rankfold::isolation
