#pragma once

#include "data/dataset.hpp"
#include "data/pages.hpp"
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::data {

/// Makes the dataset of some series, in the order in which they are added.
class SeriesBuilder {
public:
  void add(std::string name, std::span<double const> values);
  /// Replaces the names of all series that were added, for those that know them only at the end.
  void rename(std::vector<std::string> names) { names_ = std::move(names); }
  /// @throws ContractViolation unless there is a name for each series.
  /// Takes twice the values' memory only for a moment: what has been copied into the image is given back as it goes.
  [[nodiscard]] Dataset build() &&;

private:
  std::vector<std::string> names_;
  std::vector<std::uint64_t> begins_{0};
  std::vector<Pages<double>> blocks_;
};

/// Makes the dataset of a table. All columns have the same number of rows.
class TableBuilder {
public:
  /// A column of numbers, or, with categories, of codes into them. NaN is missing.
  void add_feature(std::string name, std::vector<double> values, std::vector<std::string> categories = {});
  /// The column to predict: with categories a classification, without a regression.
  void set_target(std::string name, std::vector<double> values, std::vector<std::string> categories = {});
  /// The test fold of each row, from 0; -1 for rows that are in every training part.
  void set_folds(std::vector<std::int32_t> fold_of_row);
  /// @throws ContractViolation without a target, or where columns differ in length.
  [[nodiscard]] Dataset build() &&;

private:
  struct NewColumn {
    std::string name;
    std::vector<double> values;
    std::vector<std::string> categories;
  };
  std::vector<NewColumn> features_;
  std::vector<NewColumn> target_; ///< none or one
  std::vector<std::int32_t> folds_;
};

} // namespace rankfold::data
