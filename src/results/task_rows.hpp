#pragma once

#include "results/columns.hpp"
#include "roles/result_store.hpp"

namespace rankfold::results {

/// /tasks: row `task_id`.
class TaskRows {
public:
  using Record = roles::TaskRecord;
  [[nodiscard]] static hdf5::RowLayout layout(std::size_t name_bytes);
  explicit TaskRows(hdf5::RowLayout const& layout);
  void encode(hdf5::Row row, Record const& record) const;
  [[nodiscard]] Record decode(hdf5::ConstRow row) const;
  [[nodiscard]] State state(hdf5::ConstRow row) const { return get_state(row, status_); }

private:
  hdf5::Column task_id_, name_, status_, trials_, complete_, failed_, best_trial_, best_objective_;
};

} // namespace rankfold::results
