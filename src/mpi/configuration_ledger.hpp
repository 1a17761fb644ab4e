#pragma once

#include "mpi/wire.hpp"
#include <span>
#include <vector>

namespace rankfold::mpi {

/// The configurations of all jobs, and which of them every worker knows. A worker is sent only those that its folds
/// need, each once, with the first fold that does: what that costs does not grow with the number of workers.
class ConfigurationLedger {
public:
  explicit ConfigurationLedger(std::size_t workers) : known_(workers) {}

  /// One more, who knows nothing yet.
  void add_worker() { known_.emplace_back(); }
  /// Nobody can be relied on to know anything.
  void forget_taught() { known_.assign(known_.size(), {}); }

  /// The job's number may be given to another.
  void release(JobId job);

  void learn(JobId job, std::span<Configuration const> configurations);

  /// What this worker must learn before it can run these folds; from then on it counts as known.
  [[nodiscard]] std::vector<Lesson> teach(std::size_t worker, std::span<roles::FoldRequest const> requests);

private:
  /// A job's configurations, as they go out.
  struct Book {
    ByteWriter encoded;
    std::vector<std::size_t> ends; ///< in `encoded`, by ConfigurationId

    [[nodiscard]] ByteView at(ConfigurationId id) const;
  };
  using Known = std::vector<bool>; ///< by ConfigurationId; false behind its end

  [[nodiscard]] static bool note(Known& known, ConfigurationId id);

  std::vector<Book> books_;               ///< by JobId
  std::vector<std::vector<Known>> known_; ///< by worker and JobId
};

} // namespace rankfold::mpi
