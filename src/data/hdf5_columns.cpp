#include "data/hdf5_columns.hpp"

#include "data/cell.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace rankfold::data {
namespace {

using NamedDataset = std::pair<std::string, std::shared_ptr<hdf5::Dataset const>>;

/// The datasets that make the table, see `Hdf5Columns`.
std::vector<NamedDataset> find_datasets(hdf5::File const& file) {
  auto const group = data_group(file);
  std::vector<NamedDataset> lists, compounds;
  for (auto const& name : dataset_names(file, group)) {
    auto dataset = std::make_shared<hdf5::Dataset const>(file, child_path(group, name));
    if (dataset->shape().size() != 1) continue;
    (dataset->type() == hdf5::TypeClass::compound ? compounds : lists).emplace_back(name, std::move(dataset));
  }
  if (compounds.size() == 1) return compounds;
  if (compounds.empty() && !lists.empty()) return lists;
  throw JobError{fmt::format("{}: there are {} datasets of compound rows, and {} of single values, in one dimension; a "
                             "table is one of the former, or all of the latter",
                             file.place(group), compounds.size(), lists.size())};
}

bool is_number(hdf5::TypeClass type) {
  return type == hdf5::TypeClass::integer || type == hdf5::TypeClass::real || type == hdf5::TypeClass::boolean;
}

} // namespace

std::string child_path(std::string_view group, std::string_view name) {
  return group == "/" ? fmt::format("/{}", name) : fmt::format("{}/{}", group, name);
}

std::vector<std::string> dataset_names(hdf5::File const& file, std::string const& group) {
  auto names = file.children(group);
  std::erase_if(names,
                [&](auto const& name) { return file.kind_of(child_path(group, name)) != hdf5::ObjectKind::dataset; });
  return names;
}

std::string data_group(hdf5::File const& file) {
  if (!dataset_names(file, "/").empty()) return "/";
  auto groups = file.children("/");
  std::erase_if(groups,
                [&](auto const& name) { return file.kind_of(child_path("/", name)) != hdf5::ObjectKind::group; });
  return groups.size() == 1 ? child_path("/", groups[0]) : "/";
}

Hdf5Columns::Hdf5Columns(std::filesystem::path const& path) :
    path_{path}, file_{hdf5::File::open(path)}, names_{path.native(), {}} {
  auto const datasets = find_datasets(file_);
  rows_ = datasets.front().second->rows();
  std::vector<std::string> names;
  for (auto const& [name, dataset] : datasets) {
    if (dataset->rows() != rows_) {
      throw JobError{fmt::format("{}: columns differ in length: '{}' has {} rows, '{}' has {}", path.native(),
                                 datasets.front().first, rows_, name, dataset->rows())};
    }
    add_columns(name, dataset, names);
  }
  if (rows_ == 0) throw JobError{fmt::format("{}: has columns and no rows", path.native())};
  names_ = ColumnNames{path.native(), std::move(names)};
}

void Hdf5Columns::add_columns(std::string const& name, std::shared_ptr<hdf5::Dataset const> const& dataset,
                              std::vector<std::string>& names) {
  if (dataset->type() != hdf5::TypeClass::compound) {
    columns_.push_back({dataset, {}, dataset->type()});
    names.push_back(name);
  }
  for (auto const& member : dataset->members()) {
    columns_.push_back({dataset, member.name, member.type});
    names.push_back(member.name);
  }
  if (!std::ranges::all_of(names, is_clean_text)) {
    throw JobError{fmt::format("{}: a column's name is not UTF-8 text", path_.native())};
  }
}

std::vector<double> Hdf5Columns::numbers(std::size_t column, hdf5::RowRange rows) const {
  auto const& [dataset, member, type] = columns_[column];
  if (!is_number(type)) {
    throw JobError{fmt::format("{}: column '{}' is not one of numbers", path_.native(), names_.name(column))};
  }
  auto values = dataset->reals(rows, member);
  auto const infinite = std::ranges::find_if(values, [](double value) { return std::isinf(value); });
  if (infinite != values.end()) {
    refuse(rows.first + static_cast<std::uint64_t>(infinite - values.begin()), column, "the value is not finite");
  }
  return values;
}

std::vector<std::string> Hdf5Columns::texts(std::size_t column, hdf5::RowRange rows) const {
  std::vector<std::string> texts;
  if (is_text(column)) {
    texts = columns_[column].dataset->texts(rows, columns_[column].member);
  } else {
    for (double const number : numbers(column, rows)) texts.push_back(fmt::format("{}", number));
  }
  auto const broken = std::ranges::find_if_not(texts, is_clean_text);
  if (broken != texts.end()) {
    refuse(rows.first + static_cast<std::uint64_t>(broken - texts.begin()), column, "the text is not UTF-8");
  }
  return texts;
}

void Hdf5Columns::refuse(std::uint64_t row, std::size_t column, std::string_view problem) const {
  throw JobError{fmt::format("{}: row {}, column '{}': {}", path_.native(), row, names_.name(column), problem)};
}

} // namespace rankfold::data
