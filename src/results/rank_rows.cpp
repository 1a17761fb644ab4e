#include "results/rank_rows.hpp"

#include "results/format.hpp"

namespace rankfold::results {

using hdf5::ColumnType;

hdf5::RowLayout RankRows::layout() {
  hdf5::RowLayout layout;
  layout.add("rank", ColumnType::int32());
  layout.add("host", ColumnType::text(host_bytes));
  layout.add("pid", ColumnType::int64());
  for (auto const* const number : {"joined", "left", "busy_seconds"}) layout.add(number, ColumnType::real64());
  layout.add("folds", ColumnType::int64());
  layout.add("run", ColumnType::int32());
  return layout;
}

RankRows::RankRows(hdf5::RowLayout const& layout) :
    rank_{require(layout, "rank")}, host_{require(layout, "host")}, pid_{require(layout, "pid")},
    joined_{require(layout, "joined")}, left_{require(layout, "left")},
    busy_seconds_{require(layout, "busy_seconds")}, folds_{require(layout, "folds")}, run_{find_column(layout, "run")} {
}

void RankRows::encode(hdf5::Row row, Record const& record) const {
  set_integer(row, rank_, record.rank);
  set_text(row, host_, record.host);
  set_integer(row, pid_, record.pid);
  set_real(row, joined_, record.joined);
  set_real(row, left_, record.left);
  set_real(row, busy_seconds_, record.busy_seconds);
  set_integer(row, folds_, record.folds);
  if (run_) set_integer(row, *run_, record.run);
}

roles::RankUse RankRows::decode(hdf5::ConstRow row) const {
  Record record;
  record.rank = static_cast<std::int32_t>(get_integer(row, rank_));
  record.host = get_text(row, host_);
  record.pid = get_integer(row, pid_);
  record.joined = get_real(row, joined_);
  record.left = get_real(row, left_);
  record.busy_seconds = get_real(row, busy_seconds_);
  record.folds = get_integer(row, folds_);
  record.run = run_ ? static_cast<std::int32_t>(get_integer(row, *run_)) : 1;
  return record;
}

} // namespace rankfold::results
