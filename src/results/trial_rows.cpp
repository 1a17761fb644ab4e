#include "results/trial_rows.hpp"

namespace rankfold::results {

using hdf5::ColumnType;

hdf5::RowLayout TrialRows::layout(std::size_t learner_bytes) {
  hdf5::RowLayout layout;
  layout.add("trial_id", ColumnType::int64());
  layout.add("task_id", ColumnType::int64());
  layout.add("learner", ColumnType::text(learner_bytes));
  layout.add("configuration_id", ColumnType::int64());
  layout.add("budget", ColumnType::real64());
  layout.add("rung", ColumnType::int32());
  layout.add("status", status_type());
  for (auto const* const number : {"objective", "started", "finished"}) layout.add(number, ColumnType::real64());
  return layout;
}

TrialRows::TrialRows(hdf5::RowLayout const& layout) :
    trial_id_{require(layout, "trial_id")}, task_id_{require(layout, "task_id")}, learner_{require(layout, "learner")},
    configuration_id_{require(layout, "configuration_id")}, budget_{require(layout, "budget")},
    rung_{require(layout, "rung")}, status_{require(layout, "status")}, objective_{require(layout, "objective")},
    started_{require(layout, "started")}, finished_{require(layout, "finished")} {}

void TrialRows::encode(hdf5::Row row, Record const& record) const {
  set_integer(row, trial_id_, record.trial.value);
  set_integer(row, task_id_, record.task.value);
  set_integer(row, configuration_id_, record.configuration.value);
  set_real(row, budget_, record.budget);
  set_integer(row, rung_, record.rung);
  set_state(row, status_, record.state);
  set_real(row, objective_, record.objective);
  set_real(row, started_, record.started);
  set_real(row, finished_, record.finished);
}

void TrialRows::encode_learner(hdf5::Row row, std::string_view learner) const { set_text(row, learner_, learner); }

roles::TrialRecord TrialRows::decode(hdf5::ConstRow row) const {
  Record record;
  record.trial = {get_integer(row, trial_id_)};
  record.task = {get_integer(row, task_id_)};
  record.configuration = {get_integer(row, configuration_id_)};
  record.budget = get_real(row, budget_);
  record.rung = static_cast<std::int32_t>(get_integer(row, rung_));
  record.state = get_state(row, status_);
  record.objective = get_real(row, objective_);
  record.started = get_real(row, started_);
  record.finished = get_real(row, finished_);
  return record;
}

} // namespace rankfold::results
