#pragma once

#include "roles/fold.hpp"
#include <map>
#include <utility>

namespace rankfold::mpi {

/// Keeps count of the ranks that died while they ran a configuration, so that one that kills whatever runs it cannot
/// take the job down rank by rank.
class Quarantine {
public:
  static constexpr int deadly = 3; ///< ranks lost in a row, after which a configuration is not run any more

  /// A rank died that held this fold and nothing else.
  void blame(roles::FoldRequest const& request);
  /// A fold came back: what its configuration was blamed for was chance.
  void absolve(roles::FoldRequest const& request);
  /// The job's number may be given to another.
  void release(JobId job);
  [[nodiscard]] bool holds(roles::FoldRequest const& request) const;

private:
  using Key = std::pair<JobId, ConfigurationId>;
  std::map<Key, int> deaths_;
};

} // namespace rankfold::mpi
