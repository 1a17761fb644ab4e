#pragma once

#include "data/category_codes.hpp"
#include "data/dataset.hpp"
#include "data/table_columns.hpp"
#include <functional>
#include <string>
#include <vector>

namespace rankfold::data {

/// Says where a row of the file is, for messages: "row 7" of a CSV file, whose first row is its header.
using RowPlace = std::function<std::string(std::size_t row)>;

/// The columns of a table as they were read, and what is needed to speak of them.
struct RawTable {
  ColumnNames const& names;
  TableColumns columns;
  std::vector<ColumnValues> values; ///< by position in the file; empty for columns that are not wanted
  RowPlace place;
};

/// Makes the dataset: checks the target and the folds, applies the offset, makes classes of numbers where the job says
/// so.
/// @throws JobError naming row and column
[[nodiscard]] Dataset make_table(RawTable table, job::DataSpec const& spec, std::vector<std::string>& notices);

} // namespace rankfold::data
