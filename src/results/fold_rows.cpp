#include "results/fold_rows.hpp"

#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::results {
namespace {

using hdf5::ColumnType;

std::vector<hdf5::Column> metric_columns(hdf5::RowLayout const& layout, std::size_t after, std::size_t before) {
  std::vector<hdf5::Column> metrics;
  for (auto const& column : layout.columns())
    if (column.offset > after && column.offset < before) metrics.push_back(column);
  if (metrics.empty() || metrics.size() > job::max_metrics)
    throw JobError{fmt::format("the result file is damaged: folds have {} metrics", metrics.size())};
  return metrics;
}

roles::Cause get_cause(hdf5::ConstRow row, hdf5::Column const& column) {
  auto const number = static_cast<std::size_t>(get_integer(row, column));
  if (number >= roles::cause_names.size()) throw JobError{fmt::format("the result file is damaged: cause {}", number)};
  return static_cast<roles::Cause>(number);
}

} // namespace

roles::FoldResult FoldRecord::waiting() {
  roles::FoldResult result;
  result.state = State::waiting;
  result.rank = -1;
  result.request.fold = -1;
  result.request.attempt = 0;
  result.fit_seconds = result.evaluate_seconds = std::numeric_limits<double>::quiet_NaN();
  return result;
}

hdf5::RowLayout FoldRows::layout(std::vector<std::string> const& metrics) {
  hdf5::RowLayout layout;
  layout.add("trial_id", ColumnType::int64());
  layout.add("fold", ColumnType::int32());
  layout.add("attempt", ColumnType::int32());
  layout.add("status", status_type());
  for (auto const& metric : metrics) layout.add(metric, ColumnType::real64());
  layout.add("fit_seconds", ColumnType::real64());
  layout.add("evaluate_seconds", ColumnType::real64());
  layout.add("rank", ColumnType::int32());
  layout.add("started", ColumnType::real64());
  layout.add("reason", ColumnType::int32());
  layout.add("key", ColumnType::int64());
  layout.add("cause", ColumnType::choice({roles::cause_names.begin(), roles::cause_names.end()}));
  layout.add("run", ColumnType::int32());
  return layout;
}

FoldRows::FoldRows(hdf5::RowLayout const& layout) :
    trial_id_{require(layout, "trial_id")}, fold_{require(layout, "fold")}, attempt_{require(layout, "attempt")},
    status_{require(layout, "status")}, fit_seconds_{require(layout, "fit_seconds")}, evaluate_seconds_{require(
                                                                                          layout, "evaluate_seconds")},
    rank_{require(layout, "rank")}, started_{require(layout, "started")}, reason_{require(layout, "reason")},
    key_{require(layout, "key")}, cause_{find_column(layout, "cause")}, run_{find_column(layout, "run")} {
  metrics_ = metric_columns(layout, status_.offset, fit_seconds_.offset);
}

void FoldRows::encode(hdf5::Row row, roles::FoldResult const& result, std::int64_t reason) const {
  set_integer(row, trial_id_, result.request.trial.value);
  set_integer(row, fold_, result.request.fold);
  set_integer(row, attempt_, result.request.attempt);
  set_state(row, status_, result.state);
  for (std::size_t i = 0; i < metrics_.size(); ++i) set_real(row, metrics_[i], result.metrics[i]);
  set_real(row, fit_seconds_, result.fit_seconds);
  set_real(row, evaluate_seconds_, result.evaluate_seconds);
  set_integer(row, rank_, result.rank);
  set_real(row, started_, result.started);
  set_integer(row, reason_, reason);
  set_integer(row, key_, static_cast<std::int64_t>(result.request.key));
  if (cause_) set_integer(row, *cause_, static_cast<std::int64_t>(result.cause));
  if (run_) set_integer(row, *run_, result.run);
}

FoldRecord FoldRows::decode(hdf5::ConstRow row) const {
  Record record;
  auto& result = record.result;
  result.request.trial = {get_integer(row, trial_id_)};
  result.request.fold = static_cast<std::int32_t>(get_integer(row, fold_));
  result.request.attempt = static_cast<std::int32_t>(get_integer(row, attempt_));
  result.state = get_state(row, status_);
  for (std::size_t i = 0; i < metrics_.size(); ++i) result.metrics[i] = get_real(row, metrics_[i]);
  result.fit_seconds = get_real(row, fit_seconds_);
  result.evaluate_seconds = get_real(row, evaluate_seconds_);
  result.rank = static_cast<std::int32_t>(get_integer(row, rank_));
  result.started = get_real(row, started_);
  record.reason = get_integer(row, reason_);
  result.request.key = static_cast<std::uint64_t>(get_integer(row, key_));
  if (cause_) result.cause = get_cause(row, *cause_);
  result.run = run_ ? static_cast<std::int32_t>(get_integer(row, *run_)) : 1;
  return record;
}

std::vector<std::string> FoldRows::metrics() const {
  std::vector<std::string> names;
  for (auto const& column : metrics_) names.push_back(column.name);
  return names;
}

} // namespace rankfold::results
