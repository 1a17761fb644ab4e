#pragma once

#include "roles/dispatcher.hpp"
#include "roles/progress.hpp"
#include <cstdint>
#include <span>
#include <string>

namespace rankfold::report {

/// The efficiency receipt at the end of a run: wall time, folds per second, and how busy each rank was.
///
/// @param ranks those that ran folds, and rank 0. A rank's busy share counts from when it joined.
/// @param chains into which all jobs' folds are cut: where they are fewer than the workers, the receipt says so.
[[nodiscard]] std::string receipt(roles::Progress const& progress, std::span<roles::RankUse const> ranks,
                                  double wall_seconds, std::int64_t chains);

} // namespace rankfold::report
