#pragma once

#include "roles/fold.hpp"
#include <algorithm>
#include <cstddef>
#include <deque>

/// What a worker decides by itself, which a simulated one decides alike.
namespace rankfold::mpi {

constexpr double oldest_run_seconds = 0.05; ///< that a result waits to be reported at most

/// A report is due when nothing is left to run, when half of what was there is done (so that more comes before the rest
/// is), when many results wait, or when the oldest has waited for too long.
/// @param runs not yet reported. @param held folds that run or wait. @param oldest_seconds since the first of the runs
[[nodiscard]] inline bool report_is_due(std::size_t runs, std::size_t held, double oldest_seconds) {
  constexpr std::size_t many_runs = 512;
  if (runs == 0) return false;
  return runs >= std::min(held, many_runs) || oldest_seconds >= oldest_run_seconds;
}

/// Takes away up to `most` folds that were not begun, the last first, but no part of a chain.
/// @param latest that was begun. @return how many
inline std::size_t take_back(std::deque<roles::FoldRequest>& queue, roles::FoldRequest const& latest,
                             std::size_t most) {
  auto left = queue.size() - std::min(most, queue.size());
  while (left < queue.size() && queue[left].continues(left > 0 ? queue[left - 1] : latest)) ++left;
  auto const count = queue.size() - left;
  queue.resize(left);
  return count;
}

} // namespace rankfold::mpi
