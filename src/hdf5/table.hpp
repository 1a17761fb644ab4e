#pragma once

#include "hdf5/file.hpp"
#include "hdf5/row.hpp"
#include <cstdint>
#include <vector>

namespace rankfold::hdf5 {

/// A dataset of compound rows that grows: one dimension, chunked, no compression (a chunk is rewritten as it fills).
class Table {
public:
  struct Options {
    std::size_t chunk_rows = 1024;
    std::vector<std::byte> fill; ///< the row where none was written; empty: zeros
  };

  /// @throws SystemError
  [[nodiscard]] static Table create(File const& file, std::string const& name, RowLayout layout, Options options);
  /// @throws JobError if there is no such table, or its types are none of ours.
  [[nodiscard]] static Table open(File const& file, std::string const& name);

  [[nodiscard]] RowLayout const& layout() const { return layout_; }
  [[nodiscard]] std::vector<std::byte> const& fill() const { return options_.fill; }
  [[nodiscard]] std::size_t chunk_rows() const { return options_.chunk_rows; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }

  /// Makes it at least this long; new rows are `fill`. @throws SystemError
  void extend(std::uint64_t rows);
  /// Writes whole rows, one after the other, from `first` on. @pre they lie within `rows()`. @throws SystemError
  void write(std::uint64_t first, std::span<std::byte const> rows);
  /// Reads whole rows into memory of that many. @pre they lie within `rows()`. @throws JobError
  void read(std::uint64_t first, std::span<std::byte> rows) const;
  /// The column of this name. @throws JobError if there is none.
  [[nodiscard]] Column const& column(std::string_view name) const;

private:
  Table(std::string place, RowLayout layout, Options options);
  struct Selection {
    Handle memory, file; ///< data spaces
  };
  [[nodiscard]] Selection select(std::uint64_t first, std::size_t bytes) const;

  std::string place_;
  RowLayout layout_;
  Options options_;
  Handle dataset_, type_;
  std::uint64_t rows_ = 0;
};

} // namespace rankfold::hdf5
