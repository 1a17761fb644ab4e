#include "data/builders.hpp"

#include "data/image.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <utility>

namespace rankfold::data {
namespace {

constexpr std::size_t block_values = 1U << 19; // 4 MiB

} // namespace

void SeriesBuilder::add(std::string name, std::span<double const> values) {
  names_.push_back(std::move(name));
  begins_.push_back(begins_.back() + values.size());
  for (double const value : values) {
    if (blocks_.empty() || blocks_.back().room() == 0) blocks_.emplace_back(block_values);
    blocks_.back().push_back(value);
  }
}

Dataset SeriesBuilder::build() && {
  expects(names_.size() + 1 == begins_.size(), "each series has a name");
  ImagePlan plan;
  plan.kind = job::DataKind::series;
  plan.values = begins_.back();
  plan.begins = std::move(begins_);
  plan.strings = std::move(names_);
  NewImage image{plan};
  auto* to = image.values().data();
  for (auto& block : blocks_) {
    auto const copied = std::move(block); // which gives it back
    to = std::ranges::copy(copied.items(), to).out;
  }
  return std::move(image).finish();
}

void TableBuilder::add_feature(std::string name, std::vector<double> values, std::vector<std::string> categories) {
  features_.push_back({std::move(name), std::move(values), std::move(categories)});
}

void TableBuilder::set_target(std::string name, std::vector<double> values, std::vector<std::string> categories) {
  target_.assign(1, {std::move(name), std::move(values), std::move(categories)});
}

void TableBuilder::set_folds(std::vector<std::int32_t> fold_of_row) { folds_ = std::move(fold_of_row); }

Dataset TableBuilder::build() && {
  expects(!target_.empty(), "a table has a target");
  auto columns = std::move(features_);
  columns.push_back(std::move(target_.front()));
  ImagePlan plan;
  plan.kind = job::DataKind::table;
  plan.rows = columns.back().values.size();
  plan.values = plan.rows * columns.size();
  plan.folds = std::move(folds_);
  for (auto const& column : columns) {
    expects(column.values.size() == plan.rows, "all columns of a table have as many rows");
    plan.columns.push_back({plan.strings.size(), plan.strings.size() + 1, column.categories.size()});
    plan.strings.push_back(column.name);
    plan.strings.insert(plan.strings.end(), column.categories.begin(), column.categories.end());
  }
  NewImage image{plan};
  auto* to = image.values().data();
  for (auto& column : columns) to = std::ranges::copy(std::exchange(column.values, {}), to).out;
  return std::move(image).finish();
}

} // namespace rankfold::data
