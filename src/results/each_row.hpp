#pragma once

#include "hdf5/table.hpp"
#include <algorithm>
#include <vector>

namespace rankfold::results {

/// Calls `take` with each row of a table, in order; holds a block of them at a time.
template <class Take> void each_row(hdf5::Table const& table, Take const& take) {
  constexpr std::uint64_t block_bytes = std::uint64_t{1} << 20;
  auto const row_bytes = table.layout().size();
  auto const block_rows = std::max<std::uint64_t>(1, block_bytes / row_bytes);
  std::vector<std::byte> block;
  for (std::uint64_t first = 0; first < table.rows(); first += block_rows) {
    auto const rows = std::min(block_rows, table.rows() - first);
    block.resize(static_cast<std::size_t>(rows) * row_bytes);
    table.read(first, block);
    for (std::size_t at = 0; at < block.size(); at += row_bytes) take(hdf5::ConstRow{block}.subspan(at, row_bytes));
  }
}

/// All records of a table.
template <class Codec> std::vector<typename Codec::Record> all_records(hdf5::Table const& table) {
  Codec const codec{table.layout()};
  std::vector<typename Codec::Record> records;
  each_row(table, [&](hdf5::ConstRow row) { records.push_back(codec.decode(row)); });
  return records;
}

} // namespace rankfold::results
