#pragma once

#include "data/dataset.hpp"
#include <filesystem>
#include <string>
#include <vector>

namespace rankfold::data {

/// The columns that a model of a table was fitted to: what there must be to predict for other rows.
struct TableSchema {
  struct Column {
    std::string name;
    std::vector<std::string> categories; ///< sorted; none of a column of numbers

    bool operator==(Column const&) const = default;
  };
  std::vector<Column> features;
  Column target;

  bool operator==(TableSchema const&) const = default;
};

[[nodiscard]] TableSchema schema_of(Dataset const& table);

/// Rows to predict for, from a CSV or HDF5 file: a table with the features of `schema`, in its order and with its
/// codes. Columns are found by their names; others, and the target, which is all NaN here, need not be there.
/// @throws JobError naming row and column for a column that is missing, a text in a column of numbers, and a category
///         that the model does not know
[[nodiscard]] Dataset read_new_rows(std::filesystem::path const& path, TableSchema const& schema);

} // namespace rankfold::data
