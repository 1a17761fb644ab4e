#pragma once

#include "roles/dispatcher.hpp"
#include "roles/progress.hpp"
#include <span>
#include <string>

namespace rankfold::report {

/// The efficiency receipt at the end of a run: wall time, folds per second, and how busy each rank was.
///
/// @param ranks those that ran folds, and rank 0. A rank's busy share counts from when it joined.
[[nodiscard]] std::string receipt(roles::Progress const& progress, std::span<roles::RankUse const> ranks,
                                  double wall_seconds);

} // namespace rankfold::report
