#pragma once

#include "results/columns.hpp"
#include "roles/result_store.hpp"
#include <string_view>

namespace rankfold::results {

/// /trials: row `trial_id`.
class TrialRows {
public:
  using Record = roles::TrialRecord;
  [[nodiscard]] static hdf5::RowLayout layout(std::size_t learner_bytes);
  explicit TrialRows(hdf5::RowLayout const& layout);
  /// All columns but `learner`, which is the configuration's.
  void encode(hdf5::Row row, Record const& record) const;
  void encode_learner(hdf5::Row row, std::string_view learner) const;
  [[nodiscard]] Record decode(hdf5::ConstRow row) const;
  [[nodiscard]] State state(hdf5::ConstRow row) const { return get_state(row, status_); }

private:
  hdf5::Column trial_id_, task_id_, learner_, configuration_id_, budget_, rung_, status_, objective_, started_,
      finished_;
};

} // namespace rankfold::results
