#pragma once

#include "data/column_names.hpp"
#include "hdf5/dataset.hpp"
#include "hdf5/file.hpp"
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::data {

/// The columns of a table in an HDF5 file: the members of its only dataset of compound rows, or where it has none, all
/// its datasets of one dimension, which are then equally long. They are looked for in the root group, and where that
/// has no datasets but a single group, in this group.
class Hdf5Columns {
public:
  /// @throws JobError if there is no such table.
  explicit Hdf5Columns(std::filesystem::path const& path);

  [[nodiscard]] ColumnNames const& names() const { return names_; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] bool is_text(std::size_t column) const { return columns_[column].type == hdf5::TypeClass::text; }
  /// @throws JobError if the column is none of numbers, or one is infinite.
  [[nodiscard]] std::vector<double> numbers(std::size_t column, hdf5::RowRange rows) const;
  /// The texts, or numbers written out. @throws JobError if they are neither, or not UTF-8.
  [[nodiscard]] std::vector<std::string> texts(std::size_t column, hdf5::RowRange rows) const;

  /// @throws JobError naming the file, the row (from 0, as HDF5 counts) and the column.
  [[noreturn]] void refuse(std::uint64_t row, std::size_t column, std::string_view problem) const;

private:
  struct Column {
    std::shared_ptr<hdf5::Dataset const> dataset; ///< of all its members
    std::string member;                           ///< empty unless the dataset is compound
    hdf5::TypeClass type = hdf5::TypeClass::other;
  };
  void add_columns(std::string const& name, std::shared_ptr<hdf5::Dataset const> const& dataset,
                   std::vector<std::string>& names);

  std::filesystem::path path_;
  hdf5::File file_; ///< closing it closes its datasets
  std::vector<Column> columns_;
  ColumnNames names_;
  std::uint64_t rows_ = 0;
};

/// The group that holds a file's data: the root, or its only group where it has no datasets.
[[nodiscard]] std::string data_group(hdf5::File const& file);
/// The names of a group's datasets, in alphabetical order.
[[nodiscard]] std::vector<std::string> dataset_names(hdf5::File const& file, std::string const& group);
/// "/group/name"
[[nodiscard]] std::string child_path(std::string_view group, std::string_view name);

} // namespace rankfold::data
