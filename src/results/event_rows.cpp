#include "results/event_rows.hpp"

#include "results/format.hpp"

namespace rankfold::results {

using hdf5::ColumnType;

hdf5::RowLayout EventRows::layout() {
  hdf5::RowLayout layout;
  layout.add("time", ColumnType::real64());
  layout.add("kind", ColumnType::text(kind_bytes));
  layout.add("rank", ColumnType::int32());
  layout.add("trial_id", ColumnType::int64());
  layout.add("message", ColumnType::text(message_bytes));
  layout.add("run", ColumnType::int32());
  return layout;
}

EventRows::EventRows(hdf5::RowLayout const& layout) :
    time_{require(layout, "time")}, kind_{require(layout, "kind")}, rank_{require(layout, "rank")},
    trial_id_{require(layout, "trial_id")}, message_{require(layout, "message")}, run_{find_column(layout, "run")} {}

void EventRows::encode(hdf5::Row row, Record const& record) const {
  set_real(row, time_, record.time);
  set_text(row, kind_, record.kind);
  set_integer(row, rank_, record.rank);
  set_integer(row, trial_id_, record.trial.value);
  set_text(row, message_, record.message);
  if (run_) set_integer(row, *run_, record.run);
}

roles::Event EventRows::decode(hdf5::ConstRow row) const {
  Record record;
  record.time = get_real(row, time_);
  record.kind = get_text(row, kind_);
  record.rank = static_cast<std::int32_t>(get_integer(row, rank_));
  record.trial = {get_integer(row, trial_id_)};
  record.message = get_text(row, message_);
  record.run = run_ ? static_cast<std::int32_t>(get_integer(row, *run_)) : 1;
  return record;
}

} // namespace rankfold::results
