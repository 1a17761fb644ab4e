#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::hdf5 {

/// The type of one column of a table.
struct ColumnType {
  enum class Kind { int32, int64, real64, boolean, choice, text };
  Kind kind = Kind::int64;
  std::size_t size = 8;           ///< bytes
  std::vector<std::string> names; ///< of a choice: name of value 0, 1, ...; an HDF5 enum

  static ColumnType int32() { return {Kind::int32, 4, {}}; }
  static ColumnType int64() { return {Kind::int64, 8, {}}; }
  static ColumnType real64() { return {Kind::real64, 8, {}}; }
  /// FALSE and TRUE, as h5py writes and reads truth values.
  static ColumnType boolean() { return {Kind::boolean, 1, {"FALSE", "TRUE"}}; }
  /// @param names up to 256
  static ColumnType choice(std::vector<std::string> names) { return {Kind::choice, 1, std::move(names)}; }
  /// UTF-8 of at most `bytes` bytes, padded with zeros.
  static ColumnType text(std::size_t bytes) { return {Kind::text, bytes == 0 ? 1 : bytes, {}}; }

  bool operator==(ColumnType const&) const = default;
};

struct Column {
  std::string name;
  ColumnType type;
  std::size_t offset; ///< in the row
};

/// The columns of a table, one after the other without gaps: a row lies in memory as it lies in the file, so that
/// writing it converts nothing.
class RowLayout {
public:
  /// @return where the column lies, for `set_*` and `get_*`. @pre no column has this name yet
  Column add(std::string name, ColumnType type);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::vector<Column> const& columns() const { return columns_; }
  /// Null for an unknown name.
  [[nodiscard]] Column const* find(std::string_view name) const;

private:
  std::vector<Column> columns_;
  std::size_t size_ = 0;
};

using Row = std::span<std::byte>;
using ConstRow = std::span<std::byte const>;

/// @name Values in a row
void set_integer(Row row, Column const& column, std::int64_t value); ///< any kind but real64 and text
void set_real(Row row, Column const& column, double value);
/// Cut at a character's end where it is longer than the column.
void set_text(Row row, Column const& column, std::string_view value);
[[nodiscard]] std::int64_t get_integer(ConstRow row, Column const& column); ///< any kind but real64 and text
[[nodiscard]] double get_real(ConstRow row, Column const& column);          ///< any kind but text
[[nodiscard]] std::string_view get_text(ConstRow row, Column const& column);
/// The text, the choice's name, or nothing for other kinds and for values that have no name.
[[nodiscard]] std::string_view get_word(ConstRow row, Column const& column);

} // namespace rankfold::hdf5
