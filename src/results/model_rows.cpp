#include "results/model_rows.hpp"

namespace rankfold::results {

using hdf5::ColumnType;

hdf5::RowLayout ModelRows::layout(std::size_t learner_bytes) {
  hdf5::RowLayout layout;
  layout.add("task_id", ColumnType::int64());
  layout.add("trial_id", ColumnType::int64());
  layout.add("learner", ColumnType::text(learner_bytes));
  layout.add("offset", ColumnType::int64());
  layout.add("length", ColumnType::int64());
  layout.add("key", ColumnType::int64());
  return layout;
}

ModelRows::ModelRows(hdf5::RowLayout const& layout) :
    task_id_{require(layout, "task_id")}, trial_id_{require(layout, "trial_id")}, learner_{require(layout, "learner")},
    offset_{require(layout, "offset")}, length_{require(layout, "length")}, key_{require(layout, "key")} {}

void ModelRows::encode(hdf5::Row row, Record const& record) const {
  set_integer(row, task_id_, record.task.value);
  set_integer(row, trial_id_, record.trial.value);
  set_text(row, learner_, record.learner);
  set_integer(row, offset_, record.offset);
  set_integer(row, length_, record.length);
  set_integer(row, key_, static_cast<std::int64_t>(record.key));
}

ModelRecord ModelRows::decode(hdf5::ConstRow row) const {
  Record record;
  record.task = {get_integer(row, task_id_)};
  record.trial = {get_integer(row, trial_id_)};
  record.learner = get_text(row, learner_);
  record.offset = get_integer(row, offset_);
  record.length = get_integer(row, length_);
  record.key = static_cast<std::uint64_t>(get_integer(row, key_));
  return record;
}

} // namespace rankfold::results
