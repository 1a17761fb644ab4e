#include "results/started_trials_store.hpp"

namespace rankfold::results {

void StartedTrialsStore::put(roles::TaskRecord const& task) {
  bool const has_started = task.state == State::waiting || task.complete + task.failed > 0;
  if (has_started) return inner_.put(task);
  tasks_held_back_.insert_or_assign(task.task, task);
}

void StartedTrialsStore::put(roles::TrialRecord const& trial) {
  if (is_final(trial.state)) return inner_.put(trial);
  held_back_.insert_or_assign(trial.trial, trial);
}

void StartedTrialsStore::put(roles::FoldResult const& fold) {
  if (auto const task = tasks_held_back_.extract(fold.request.task)) inner_.put(task.mapped());
  if (auto const trial = held_back_.extract(fold.request.trial)) inner_.put(trial.mapped());
  inner_.put(fold);
}

} // namespace rankfold::results
