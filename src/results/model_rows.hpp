#pragma once

#include "results/columns.hpp"
#include "support/ids.hpp"
#include <cstdint>
#include <string>

namespace rankfold::results {

/// A row of /models/index: where in /models/states a task's fitted model lies.
struct ModelRecord {
  TaskId task;
  TrialId trial;
  std::string learner;
  std::int64_t offset = 0, length = 0; ///< bytes; length 0: the task has no model yet
  std::uint64_t key = 0;               ///< of the refit, see `roles::FoldKeys`
};

/// /models/index: row `task_id`.
class ModelRows {
public:
  using Record = ModelRecord;
  [[nodiscard]] static hdf5::RowLayout layout(std::size_t learner_bytes);
  explicit ModelRows(hdf5::RowLayout const& layout);
  void encode(hdf5::Row row, Record const& record) const;
  [[nodiscard]] Record decode(hdf5::ConstRow row) const;

private:
  hdf5::Column task_id_, trial_id_, learner_, offset_, length_, key_;
};

} // namespace rankfold::results
