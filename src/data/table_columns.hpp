#pragma once

#include "data/column_names.hpp"
#include "job/job.hpp"
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace rankfold::data {

/// Which columns of a file make a table, by position.
struct TableColumns {
  std::vector<std::size_t> features; ///< in file order
  std::size_t target = 0;
  std::optional<std::size_t> fold; ///< with scheme = "predefined"
};

/// Finds them by what the job file says. Columns without a name are no features (spreadsheets and pandas write a row
/// number there).
/// @throws JobError for a name or pattern that no column has, a name that several have, and where no feature is left.
[[nodiscard]] TableColumns find_table_columns(ColumnNames const& columns, job::DataSpec const& spec,
                                              job::ValidationSpec const& validation);

/// Whether a name fits a pattern, in which * stands for any text and ? for one character.
[[nodiscard]] bool fits_pattern(std::string_view name, std::string_view pattern);

} // namespace rankfold::data
