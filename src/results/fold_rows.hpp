#pragma once

#include "results/columns.hpp"
#include "roles/fold.hpp"
#include <string>
#include <vector>

namespace rankfold::results {

/// A row of /folds: a fold's result but for its text, which is a row of /reasons that many folds share.
struct FoldRecord {
  roles::FoldResult result = waiting();
  std::int64_t reason = -1; ///< row of /reasons; -1: it did not fail

  static roles::FoldResult waiting();
};

/// /folds: row `trial_id * folds + fold`; `trial_id` is -1 and `status` waiting where the fold has no result yet.
class FoldRows {
public:
  using Record = FoldRecord;
  [[nodiscard]] static hdf5::RowLayout layout(std::vector<std::string> const& metrics);
  /// The metrics are the columns between `status` and `fit_seconds`.
  explicit FoldRows(hdf5::RowLayout const& layout);
  void encode(hdf5::Row row, Record const& record) const { encode(row, record.result, record.reason); }
  void encode(hdf5::Row row, roles::FoldResult const& result, std::int64_t reason) const;
  [[nodiscard]] Record decode(hdf5::ConstRow row) const;
  [[nodiscard]] State state(hdf5::ConstRow row) const { return get_state(row, status_); }
  [[nodiscard]] std::vector<std::string> metrics() const;

private:
  hdf5::Column trial_id_, fold_, attempt_, status_;
  std::vector<hdf5::Column> metrics_;
  hdf5::Column fit_seconds_, evaluate_seconds_, rank_, started_, reason_, key_;
  std::optional<hdf5::Column> cause_, run_;
};

} // namespace rankfold::results
