#pragma once

#include "data/column_names.hpp"
#include "data/csv_reader.hpp"
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::data {

/// A CSV file with a header: rows of as many cells as there are columns.
class CsvTable {
public:
  /// Reads the header. @throws JobError if the file is empty, or a column's name is no UTF-8 text.
  explicit CsvTable(std::filesystem::path const& path);

  [[nodiscard]] std::filesystem::path const& path() const { return reader_.path(); }
  [[nodiscard]] ColumnNames const& columns() const { return columns_; }
  /// Reads the next row. @throws JobError if it has fewer or more cells than the header.
  [[nodiscard]] bool next();
  [[nodiscard]] std::string_view cell(std::size_t column) const { return reader_.cells()[column]; }
  [[nodiscard]] std::uint64_t row() const { return reader_.row(); }

  /// A name or category: the cell as it is. @throws JobError if it is no UTF-8 text.
  [[nodiscard]] std::string_view text(std::size_t column) const;
  /// The cell's number, or NaN where it is missing. @throws JobError if it is neither, or infinite.
  [[nodiscard]] double number(std::size_t column) const;

  /// @throws JobError naming file, row and column.
  [[noreturn]] void refuse(std::size_t column, std::string_view problem) const;

private:
  CsvReader reader_;
  ColumnNames columns_;
};

} // namespace rankfold::data
