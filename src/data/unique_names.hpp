#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace rankfold::data {

/// A column of texts, one a row, from which series may get their names.
struct TextColumn {
  std::string title;
  std::vector<std::string> texts;
};

struct UniqueNames {
  std::vector<std::string> names;    ///< one a row, no two equal
  std::optional<std::string> notice; ///< where the names are not those of the column asked for
};

/// Names rows by the texts of column `wanted`. Where these repeat (as item_id does in M5, once a store), by the first
/// column whose texts do not; where there is none, the second of equal names becomes "name#2", and so on.
/// @param wanted nothing: the first column without repetition, or else the first column. Without any column: row
/// numbers.
[[nodiscard]] UniqueNames unique_names(std::vector<TextColumn> columns, std::optional<std::size_t> wanted,
                                       std::size_t rows);

} // namespace rankfold::data
