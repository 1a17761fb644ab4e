#pragma once

#include "results/columns.hpp"
#include "roles/dispatcher.hpp"

namespace rankfold::results {

/// /ranks: one row a rank.
class RankRows {
public:
  using Record = roles::RankUse;
  [[nodiscard]] static hdf5::RowLayout layout();
  explicit RankRows(hdf5::RowLayout const& layout);
  void encode(hdf5::Row row, Record const& record) const;
  [[nodiscard]] Record decode(hdf5::ConstRow row) const;

private:
  hdf5::Column rank_, host_, pid_, joined_, left_, busy_seconds_, folds_;
  std::optional<hdf5::Column> run_; ///< not in files of earlier versions
};

} // namespace rankfold::results
