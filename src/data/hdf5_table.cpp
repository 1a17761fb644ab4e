#include "data/cell.hpp"
#include "data/hdf5_columns.hpp"
#include "data/read_table.hpp"
#include "data/table_data.hpp"
#include "support/error.hpp"
#include <fmt/format.h>
#include <limits>

namespace rankfold::data {
namespace {

ColumnValues read_column(Hdf5Columns const& columns, std::size_t column) {
  hdf5::RowRange const all{0, columns.rows()};
  if (!columns.is_text(column)) return {columns.numbers(column, all), {}};
  CategoryCodes codes;
  for (auto const& text : columns.texts(column, all)) {
    if (is_missing(text)) {
      codes.add_missing();
    } else {
      codes.add(text);
    }
  }
  return std::move(codes).finish();
}

} // namespace

Dataset read_hdf5_table(job::DataSpec const& spec, job::ValidationSpec const& validation,
                        std::vector<std::string>& notices) {
  Hdf5Columns const file{spec.path};
  if (file.rows() >= std::numeric_limits<std::uint32_t>::max()) {
    throw JobError{fmt::format("{}: has more rows than 2^32 - 2, the most that a table may have", spec.path.native())};
  }
  auto const columns = find_table_columns(file.names(), spec, validation);
  if (spec.problem == job::Problem::regression && file.is_text(columns.target)) {
    throw JobError{fmt::format("{}: column '{}' is one of texts, but the target of a regression is a number",
                               spec.path.native(), file.names().name(columns.target))};
  }
  std::vector<ColumnValues> values(file.names().size());
  for (auto const feature : columns.features) values[feature] = read_column(file, feature);
  values[columns.target] = read_column(file, columns.target);
  if (columns.fold) values[*columns.fold] = read_column(file, *columns.fold);
  auto const place = [](std::size_t row) { return fmt::format("row {} (from 0)", row); };
  return make_table({file.names(), columns, std::move(values), place}, spec, notices);
}

} // namespace rankfold::data
