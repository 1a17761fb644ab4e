#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace rankfold {

/// A number that says what it counts, so that a task cannot be passed for a trial.
template <class Tag> struct Id {
  std::int64_t value = -1; ///< from 0; -1 is none

  auto operator<=>(Id const&) const = default;
  [[nodiscard]] bool exists() const { return value >= 0; }
  [[nodiscard]] std::size_t index() const { return static_cast<std::size_t>(value); }
};

using JobId = Id<struct JobTag>;                     ///< position among the jobs of this run
using TaskId = Id<struct TaskTag>;                   ///< position in the job's tasks: the row of /tasks
using TrialId = Id<struct TrialTag>;                 ///< position in the job's trials: the row of /trials
using ConfigurationId = Id<struct ConfigurationTag>; ///< position in the job's configurations

} // namespace rankfold

template <class Tag> struct std::hash<rankfold::Id<Tag>> {
  std::size_t operator()(rankfold::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
