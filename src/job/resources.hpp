#pragma once

#include <cstdint>

namespace rankfold::job {

/// [resources]: what one trial gets, how its folds are run, and what their failures lead to.
struct ResourceSpec {
  enum class Schedule { dynamic, static_waves };
  /// Where folds run: in the worker itself, or each in a process of its own, which can be ended and may crash.
  enum class Isolation { none, process };
  enum class OnFailure { carry_on, stop };

  Schedule schedule = Schedule::dynamic;
  int threads = 1;
  std::int64_t memory_bytes = 0; ///< 0: no limit
  int gpus = 0;
  double timeout_seconds = 0; ///< of one fold; 0: none
  int retries = 1;            ///< of a fold whose process crashed, was ended, or used up its time or memory
  Isolation isolation = Isolation::none;
  OnFailure on_failure = OnFailure::carry_on;
  std::int64_t max_failures = -1;   ///< failed folds after which the job stops; -1: any number
  double rank_timeout_seconds = 30; ///< a rank that is silent for longer is given up

  /// How many folds may fail before the job stops; -1: any number.
  [[nodiscard]] std::int64_t accepted_failures() const { return on_failure == OnFailure::stop ? 0 : max_failures; }

  bool operator==(ResourceSpec const&) const = default;
};

} // namespace rankfold::job
