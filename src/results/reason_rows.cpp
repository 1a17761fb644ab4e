#include "results/reason_rows.hpp"

#include "results/format.hpp"

namespace rankfold::results {

hdf5::RowLayout ReasonRows::layout() {
  hdf5::RowLayout layout;
  layout.add("text", hdf5::ColumnType::text(message_bytes));
  return layout;
}

} // namespace rankfold::results
