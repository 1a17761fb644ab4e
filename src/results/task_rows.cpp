#include "results/task_rows.hpp"

namespace rankfold::results {

using hdf5::ColumnType;

hdf5::RowLayout TaskRows::layout(std::size_t name_bytes) {
  hdf5::RowLayout layout;
  layout.add("task_id", ColumnType::int64());
  layout.add("name", ColumnType::text(name_bytes));
  layout.add("status", status_type());
  for (auto const* const count : {"trials", "complete", "failed", "best_trial"}) layout.add(count, ColumnType::int64());
  layout.add("best_objective", ColumnType::real64());
  return layout;
}

TaskRows::TaskRows(hdf5::RowLayout const& layout) :
    task_id_{require(layout, "task_id")}, name_{require(layout, "name")}, status_{require(layout, "status")},
    trials_{require(layout, "trials")}, complete_{require(layout, "complete")}, failed_{require(layout, "failed")},
    best_trial_{require(layout, "best_trial")}, best_objective_{require(layout, "best_objective")} {}

void TaskRows::encode(hdf5::Row row, Record const& record) const {
  set_integer(row, task_id_, record.task.value);
  set_text(row, name_, record.name);
  set_state(row, status_, record.state);
  set_integer(row, trials_, record.trials);
  set_integer(row, complete_, record.complete);
  set_integer(row, failed_, record.failed);
  set_integer(row, best_trial_, record.best_trial.value);
  set_real(row, best_objective_, record.best_objective);
}

roles::TaskRecord TaskRows::decode(hdf5::ConstRow row) const {
  Record record;
  record.task = {get_integer(row, task_id_)};
  record.name = get_text(row, name_);
  record.state = get_state(row, status_);
  record.trials = get_integer(row, trials_);
  record.complete = get_integer(row, complete_);
  record.failed = get_integer(row, failed_);
  record.best_trial = {get_integer(row, best_trial_)};
  record.best_objective = get_real(row, best_objective_);
  return record;
}

} // namespace rankfold::results
