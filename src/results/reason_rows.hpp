#pragma once

#include "results/columns.hpp"
#include <string>

namespace rankfold::results {

/// /reasons: why folds failed, each text once.
class ReasonRows {
public:
  using Record = std::string;
  [[nodiscard]] static hdf5::RowLayout layout();
  explicit ReasonRows(hdf5::RowLayout const& layout) : text_{require(layout, "text")} {}
  void encode(hdf5::Row row, Record const& text) const { set_text(row, text_, text); }
  [[nodiscard]] Record decode(hdf5::ConstRow row) const { return Record{get_text(row, text_)}; }

private:
  hdf5::Column text_;
};

} // namespace rankfold::results
