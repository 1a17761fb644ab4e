#include "results/progress_rows.hpp"

namespace rankfold::results {

using hdf5::ColumnType;

hdf5::RowLayout ProgressRows::layout() {
  hdf5::RowLayout layout;
  layout.add("status", status_type());
  for (auto const* const count :
       {"folds", "folds_done", "folds_failed", "trials", "trials_done", "tasks", "tasks_done"}) {
    layout.add(count, ColumnType::int64());
  }
  layout.add("started", ColumnType::real64());
  layout.add("updated", ColumnType::real64());
  return layout;
}

ProgressRows::ProgressRows(hdf5::RowLayout const& layout) :
    status_{require(layout, "status")}, folds_{require(layout, "folds")}, folds_done_{require(layout, "folds_done")},
    folds_failed_{require(layout, "folds_failed")}, trials_{require(layout, "trials")},
    trials_done_{require(layout, "trials_done")}, tasks_{require(layout, "tasks")},
    tasks_done_{require(layout, "tasks_done")}, started_{require(layout, "started")}, updated_{
                                                                                          require(layout, "updated")} {}

void ProgressRows::encode(hdf5::Row row, Record const& record) const {
  set_state(row, status_, record.state);
  set_integer(row, folds_, record.folds);
  set_integer(row, folds_done_, record.folds_done);
  set_integer(row, folds_failed_, record.folds_failed);
  set_integer(row, trials_, record.trials);
  set_integer(row, trials_done_, record.trials_done);
  set_integer(row, tasks_, record.tasks);
  set_integer(row, tasks_done_, record.tasks_done);
  set_real(row, started_, record.started);
  set_real(row, updated_, record.updated);
}

ProgressRecord ProgressRows::decode(hdf5::ConstRow row) const {
  Record record;
  record.state = get_state(row, status_);
  record.folds = get_integer(row, folds_);
  record.folds_done = get_integer(row, folds_done_);
  record.folds_failed = get_integer(row, folds_failed_);
  record.trials = get_integer(row, trials_);
  record.trials_done = get_integer(row, trials_done_);
  record.tasks = get_integer(row, tasks_);
  record.tasks_done = get_integer(row, tasks_done_);
  record.started = get_real(row, started_);
  record.updated = get_real(row, updated_);
  return record;
}

} // namespace rankfold::results
