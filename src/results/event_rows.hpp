#pragma once

#include "results/columns.hpp"
#include "roles/result_store.hpp"

namespace rankfold::results {

/// /events: in the order in which they came.
class EventRows {
public:
  using Record = roles::Event;
  [[nodiscard]] static hdf5::RowLayout layout();
  explicit EventRows(hdf5::RowLayout const& layout);
  void encode(hdf5::Row row, Record const& record) const;
  [[nodiscard]] Record decode(hdf5::ConstRow row) const;

private:
  hdf5::Column time_, kind_, rank_, trial_id_, message_;
  std::optional<hdf5::Column> run_; ///< not in files of earlier versions
};

} // namespace rankfold::results
