#include "data/new_rows.hpp"

#include "data/builders.hpp"
#include "data/byte_source.hpp"
#include "data/cell.hpp"
#include "data/csv_table.hpp"
#include "data/hdf5_columns.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <limits>

namespace rankfold::data {
namespace {

using Values = std::vector<double>;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// @param refuse throws, with the place of the cell before what it is given
double code_of(std::string_view text, TableSchema::Column const& column,
               std::function<void(std::string const&)> const& refuse) {
  if (is_missing(text)) return missing;
  auto const found = std::ranges::lower_bound(column.categories, text);
  if (found == column.categories.end() || *found != text) {
    refuse(fmt::format("the model knows no '{}'{}", shortened(text), did_you_mean(text, column.categories)));
  }
  return static_cast<double>(found - column.categories.begin());
}

std::vector<std::size_t> find_features(ColumnNames const& names, TableSchema const& schema) {
  std::vector<std::size_t> positions;
  for (auto const& feature : schema.features) positions.push_back(names.find(feature.name, "model's feature"));
  return positions;
}

std::vector<Values> read_csv(std::filesystem::path const& path, TableSchema const& schema) {
  CsvTable table{path};
  auto const positions = find_features(table.columns(), schema);
  std::vector<Values> values(positions.size());
  while (table.next()) {
    for (std::size_t i = 0; i < positions.size(); ++i) {
      auto const at = positions[i];
      auto const& feature = schema.features[i];
      values[i].push_back(feature.categories.empty()
                              ? table.number(at)
                              : code_of(table.text(at), feature, [&](auto const& why) { table.refuse(at, why); }));
    }
  }
  return values;
}

std::vector<Values> read_hdf5(std::filesystem::path const& path, TableSchema const& schema) {
  Hdf5Columns const file{path};
  auto const positions = find_features(file.names(), schema);
  hdf5::RowRange const all{0, file.rows()};
  std::vector<Values> values(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    auto const& feature = schema.features[i];
    if (feature.categories.empty()) {
      values[i] = file.numbers(positions[i], all);
      continue;
    }
    for (auto const& text : file.texts(positions[i], all)) {
      values[i].push_back(
          code_of(text, feature, [&](auto const& why) { file.refuse(values[i].size(), positions[i], why); }));
    }
  }
  return values;
}

TableSchema::Column column_of(Column const& column) {
  return {std::string{column.name}, {column.categories.begin(), column.categories.end()}};
}

} // namespace

TableSchema schema_of(Dataset const& table) {
  TableSchema schema;
  for (std::size_t i = 0; i < table.feature_count(); ++i) schema.features.push_back(column_of(table.feature(i)));
  schema.target = column_of(table.target());
  return schema;
}

Dataset read_new_rows(std::filesystem::path const& path, TableSchema const& schema) {
  auto values = detect_format(path) == FileFormat::csv ? read_csv(path, schema) : read_hdf5(path, schema);
  auto const rows = values.empty() ? 0 : values.front().size();
  if (rows == 0) throw JobError{fmt::format("{}: there is no row to predict for", path.native())};
  if (rows >= std::numeric_limits<std::uint32_t>::max()) {
    throw JobError{fmt::format("{}: has more rows than 2^32 - 2, the most that a table may have", path.native())};
  }
  TableBuilder builder;
  for (std::size_t i = 0; i < values.size(); ++i) {
    builder.add_feature(schema.features[i].name, std::move(values[i]), schema.features[i].categories);
  }
  builder.set_target(schema.target.name, Values(rows, missing), schema.target.categories);
  return std::move(builder).build();
}

} // namespace rankfold::data
