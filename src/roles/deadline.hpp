#pragma once

#include "support/clock.hpp"
#include <limits>

namespace rankfold::roles {

/// When the time is up in which folds may run, as at the end of an allocation.
struct Deadline {
  double at = std::numeric_limits<double>::infinity(); ///< seconds since the epoch
  Clock clock = wall_seconds;

  [[nodiscard]] double seconds_left() const { return at - clock(); }
};

} // namespace rankfold::roles
