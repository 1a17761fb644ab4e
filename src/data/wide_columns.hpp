#pragma once

#include "data/column_names.hpp"
#include <cstddef>
#include <optional>
#include <vector>

namespace rankfold::data {

/// What the columns of a file in wide layout are.
struct WideColumns {
  std::vector<std::size_t> values; ///< in time order
  std::vector<std::size_t> texts;  ///< all others, in file order: names of the series, and what describes them
};

/// Finds the columns that hold values by their names, the first of these that there are:
/// d_1, d_2, ... (as in the M5 competition); dates, months or numbers; one word followed by a number, as V2, V3 or
/// week_1. They are put in the order of these dates or numbers.
/// @param id position of the id column, which is none of them. @throws JobError if there are none, or two are equal.
[[nodiscard]] WideColumns find_wide_columns(ColumnNames const& columns, std::optional<std::size_t> id,
                                            std::string const& file);

} // namespace rankfold::data
