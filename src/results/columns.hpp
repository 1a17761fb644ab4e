#pragma once

#include "hdf5/row.hpp"
#include "support/state.hpp"
#include <optional>
#include <string>

namespace rankfold::results {

/// The enum `status`, the same in every table.
[[nodiscard]] hdf5::ColumnType status_type();

/// The column that a table of ours must have. @throws JobError naming it, if this file's table has it not.
[[nodiscard]] hdf5::Column require(hdf5::RowLayout const& layout, std::string const& name);

[[nodiscard]] State get_state(hdf5::ConstRow row, hdf5::Column const& column);
void set_state(hdf5::Row row, hdf5::Column const& column, State state);

/// Where a table of ours may lack the column, as one written by an earlier version does.
[[nodiscard]] std::optional<hdf5::Column> find_column(hdf5::RowLayout const& layout, std::string const& name);

/// The row that `codec` makes of a record with default values: what a table holds where nothing was written.
template <class Codec> std::vector<std::byte> fill_row(Codec const& codec, hdf5::RowLayout const& layout) {
  std::vector<std::byte> row(layout.size());
  codec.encode(row, typename Codec::Record{});
  return row;
}

} // namespace rankfold::results
