#pragma once

#include "mpi/wire.hpp"
#include <span>
#include <vector>

namespace rankfold::mpi {

/// The configurations of all jobs, and how many of each job's every worker knows. A worker is sent a configuration
/// once, with the first folds of its job that come after it.
class ConfigurationLedger {
public:
  explicit ConfigurationLedger(std::size_t workers) : known_(workers) {}

  /// One more, who knows nothing yet.
  void add_worker() { known_.emplace_back(); }

  void learn(JobId job, std::span<Configuration const> configurations);

  /// What this worker must learn before it can run these folds; from then on it counts as known.
  [[nodiscard]] std::vector<Lesson> teach(std::size_t worker, std::span<roles::FoldRequest const> requests);

private:
  std::vector<std::vector<Configuration>> configurations_; ///< by JobId
  std::vector<std::vector<std::size_t>> known_;            ///< by worker and JobId: how many
};

} // namespace rankfold::mpi
