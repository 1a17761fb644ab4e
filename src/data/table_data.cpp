#include "data/table_data.hpp"

#include "data/builders.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace rankfold::data {
namespace {

[[noreturn]] void refuse(RawTable const& table, job::DataSpec const& spec, std::size_t row, std::size_t column,
                         std::string_view problem) {
  throw JobError{
      fmt::format("{}: {}, column '{}': {}", spec.path.native(), table.place(row), table.names.name(column), problem)};
}

void refuse_missing(RawTable const& table, job::DataSpec const& spec, std::size_t column, std::string_view what) {
  auto const& values = table.values[column].values;
  auto const missing = std::ranges::find_if(values, [](double value) { return std::isnan(value); });
  if (missing == values.end()) return;
  refuse(table, spec, static_cast<std::size_t>(missing - values.begin()), column, fmt::format("{} is missing", what));
}

void prepare_target(RawTable& table, job::DataSpec const& spec) {
  auto const column = table.columns.target;
  auto& target = table.values[column];
  refuse_missing(table, spec, column, "the target");
  bool const classes = !target.categories.empty();
  if (spec.problem == job::Problem::classification && !classes)
    target = categories_of_numbers(std::move(target.values));
  if (spec.offset == 0) return;
  if (!target.categories.empty()) {
    throw JobError{fmt::format("{}: offset: the target '{}' is a class, to which nothing can be added",
                               spec.path.native(), table.names.name(column))};
  }
  for (std::size_t row = 0; row < target.values.size(); ++row) {
    target.values[row] += spec.offset;
    if (!std::isfinite(target.values[row])) refuse(table, spec, row, column, "the value plus the offset is not finite");
  }
}

/// The distinct folds in ascending order, -1 being none: its rows are in every training part.
std::vector<double> distinct_folds(std::vector<double> const& values) {
  std::vector<double> folds;
  std::ranges::copy_if(values, std::back_inserter(folds), [](double fold) { return fold != -1; });
  std::ranges::sort(folds);
  folds.erase(std::unique(folds.begin(), folds.end()), folds.end());
  return folds;
}

std::vector<std::int32_t> number_folds(RawTable const& table, job::DataSpec const& spec,
                                       std::vector<std::string>& notices) {
  auto const column = *table.columns.fold;
  refuse_missing(table, spec, column, "the fold");
  auto const& values = table.values[column].values;
  auto const folds = distinct_folds(values);
  bool const trainable = folds.size() > 1 || std::ranges::find(values, -1.0) != values.end();
  if (folds.empty() || !trainable) {
    throw JobError{fmt::format("{}: column '{}': there must be two folds at least, or one besides -1, but there {}",
                               spec.path.native(), table.names.name(column), folds.empty() ? "is none" : "is one")};
  }
  std::vector<std::int32_t> fold_of_row;
  for (double const value : values) {
    auto const number = std::ranges::lower_bound(folds, value) - folds.begin();
    fold_of_row.push_back(value == -1 ? -1 : static_cast<std::int32_t>(number));
  }
  bool const numbered = folds.front() == 0 && folds.back() == static_cast<double>(folds.size() - 1);
  if (!numbered) {
    notices.push_back(fmt::format("the {} folds of column '{}' are numbered from 0 in ascending order", folds.size(),
                                  table.names.name(column)));
  }
  return fold_of_row;
}

} // namespace

Dataset make_table(RawTable table, job::DataSpec const& spec, std::vector<std::string>& notices) {
  prepare_target(table, spec);
  TableBuilder builder;
  if (table.columns.fold) builder.set_folds(number_folds(table, spec, notices));
  for (auto const column : table.columns.features) {
    auto& values = table.values[column];
    builder.add_feature(table.names.name(column), std::move(values.values), std::move(values.categories));
  }
  auto& target = table.values[table.columns.target];
  builder.set_target(table.names.name(table.columns.target), std::move(target.values), std::move(target.categories));
  return std::move(builder).build();
}

} // namespace rankfold::data
