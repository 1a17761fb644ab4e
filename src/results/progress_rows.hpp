#pragma once

#include "results/columns.hpp"
#include <cstdint>

namespace rankfold::results {

/// The only row of /progress: how far the job is. Counts are as of the last flush.
struct ProgressRecord {
  State state = State::running;
  std::int64_t folds = 0, folds_done = 0, folds_failed = 0; ///< planned; run to an end, the failed ones among them
  std::int64_t trials = 0, trials_done = 0;
  std::int64_t tasks = 0, tasks_done = 0;
  double started = 0, updated = 0; ///< seconds since the epoch
};

class ProgressRows {
public:
  using Record = ProgressRecord;
  [[nodiscard]] static hdf5::RowLayout layout();
  explicit ProgressRows(hdf5::RowLayout const& layout);
  void encode(hdf5::Row row, Record const& record) const;
  [[nodiscard]] Record decode(hdf5::ConstRow row) const;

private:
  hdf5::Column status_, folds_, folds_done_, folds_failed_, trials_, trials_done_, tasks_, tasks_done_, started_,
      updated_;
};

} // namespace rankfold::results
