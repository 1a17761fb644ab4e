#pragma once

#include "rankfold/value.hpp"
#include "roles/dispatcher.hpp"
#include "roles/event.hpp"
#include "roles/fold.hpp"
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace rankfold::roles {

/// A row of /tasks.
struct TaskRecord {
  TaskId task;
  std::string name;
  State state = State::waiting;
  std::int64_t trials = 0, complete = 0, failed = 0;
  TrialId best_trial;
  double best_objective = std::numeric_limits<double>::quiet_NaN();
};

/// A row of /trials.
struct TrialRecord {
  TrialId trial;
  TaskId task;
  ConfigurationId configuration;
  double budget = 1.0; ///< share of the full budget that the trial may spend
  std::int32_t rung = 0;
  State state = State::waiting;
  double objective = std::numeric_limits<double>::quiet_NaN(); ///< the deciding metric's mean over the folds
  double started = 0, finished = 0;                            ///< seconds since the epoch; 0: not yet
};

/// Where the results of one job go. Calls return at once; `flush` makes what was recorded visible to readers.
/// Every call may throw SystemError when the storage fails.
class ResultStore {
public:
  virtual ~ResultStore() = default;

  /// Numbered on from the last; a configuration is added before the first trial of it is put.
  virtual void add_configurations(std::span<Configuration const> configurations) = 0;
  virtual void put(TaskRecord const& task) = 0;   ///< row `task.task`, made or replaced
  virtual void put(TrialRecord const& trial) = 0; ///< row `trial.trial`, made or replaced
  virtual void put(FoldResult const& fold) = 0;   ///< row `trial * folds + fold`, made or replaced
  /// The model of a task's best trial. @param refit complete; its text is the model's state
  virtual void put_model(FoldResult const& refit) = 0;
  virtual void put(std::span<RankUse const> ranks) = 0; ///< all rows of /ranks, replaced
  virtual void add(Event const& event) = 0;
  virtual void flush() = 0;
  /// The last call: nothing more will be recorded. @param state complete, failed (some task has no result), cancelled
  virtual void finish(State state) = 0;
};

} // namespace rankfold::roles
