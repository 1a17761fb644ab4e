#pragma once

#include "hdf5/row_pages.hpp"
#include "results/columns.hpp"
#include <algorithm>
#include <cstdint>
#include <string>

namespace rankfold::results {

/// Rows that lie together in the file: about 64 KiB, less where the table will be small.
[[nodiscard]] inline std::size_t chunk_rows(std::size_t row_bytes, std::uint64_t expected_rows) {
  constexpr std::size_t chunk_bytes = 65536, fewest = 16;
  auto const most = std::max(chunk_bytes / row_bytes, fewest);
  return static_cast<std::size_t>(std::clamp<std::uint64_t>(expected_rows, fewest, most));
}

/// One table of the result file and the codec of its rows.
template <class Codec> class TableWriter {
public:
  /// Makes the table. @throws SystemError
  TableWriter(hdf5::File const& file, std::string const& name, hdf5::RowLayout const& layout,
              std::uint64_t expected_rows) :
      codec_{layout},
      pages_{hdf5::Table::create(file, name, layout,
                                 {chunk_rows(layout.size(), expected_rows), fill_row(codec_, layout)})} {}

  [[nodiscard]] Codec const& codec() const { return codec_; }
  [[nodiscard]] std::uint64_t rows() const { return pages_.rows(); }
  /// To be changed in place until the next call.
  [[nodiscard]] hdf5::Row edit(std::uint64_t row) { return pages_.edit(row); }
  void put(std::uint64_t row, typename Codec::Record const& record) { codec_.encode(pages_.edit(row), record); }
  void append(typename Codec::Record const& record) { put(pages_.rows(), record); }
  void extend(std::uint64_t rows) { pages_.extend(rows); }
  void write() { pages_.write(); }

private:
  Codec codec_;
  hdf5::RowPages pages_;
};

} // namespace rankfold::results
