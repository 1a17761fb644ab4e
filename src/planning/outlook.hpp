#pragma once

#include "planning/fold_costs.hpp"
#include "roles/prepare.hpp"
#include <cstdint>
#include <span>

namespace rankfold::planning {

/// What is asked of a batch system.
struct Allocation {
  int nodes = 1;
  int ranks_per_node = 1;
  [[nodiscard]] int ranks() const { return nodes * ranks_per_node; }
};

/// At least so many ranks, spread evenly over as few nodes as hold them. @param most_on_a_node at least 1
[[nodiscard]] Allocation allocation_for(int ranks, int most_on_a_node);

/// What a run is predicted to be.
struct Outlook {
  Allocation allocation;
  double makespan_seconds = 0;    ///< from the first fold that is handed out to the last that is back
  double busy_seconds = 0;        ///< of all workers
  double coordinator_seconds = 0; ///< that rank 0 is busy
  double core_hours = 0;          ///< of all ranks' cores
  std::int64_t node_bytes = 0;    ///< of memory, on the node that needs most; without what fits take

  /// Share of the workers' time in which they run folds.
  [[nodiscard]] double utilisation() const;
  /// How many times faster than one worker.
  [[nodiscard]] double speedup() const { return busy_seconds / makespan_seconds; }
};

/// Runs the job through proxy, trainers and dynamic schedule in a time of their own. @pre at least two ranks
/// @param cores of a node: where its workers outnumber them, folds take that much longer; 0: they never do
[[nodiscard]] Outlook foresee(roles::PreparedJob const& job, FoldCosts const& costs, Allocation allocation,
                              int cores = 0);

/// Below this, more than a fifth of what is paid for waits.
constexpr double least_utilisation = 0.8;

/// The fastest of those whose workers are busy enough; where none is, the one that wastes least. @pre not empty
[[nodiscard]] Outlook const& recommend(std::span<Outlook const> outlooks);

} // namespace rankfold::planning
