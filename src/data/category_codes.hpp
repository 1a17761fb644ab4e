#pragma once

#include "data/series_names.hpp"
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::data {

/// The values of a column as a table holds them.
struct ColumnValues {
  std::vector<double> values;          ///< numbers, or codes of the categories; NaN is missing
  std::vector<std::string> categories; ///< sorted; none of a column of numbers
};

/// Gathers a column of texts: codes are given out as texts come, and put in sorted order at the end.
class CategoryCodes {
public:
  void add(std::string_view text);
  void add_missing();
  [[nodiscard]] ColumnValues finish() &&;

private:
  std::vector<double> values_;
  TextMap<std::uint32_t> codes_;
};

/// A column of numbers as a column of categories: these are its distinct values in ascending order, written out.
[[nodiscard]] ColumnValues categories_of_numbers(std::vector<double> values);

} // namespace rankfold::data
