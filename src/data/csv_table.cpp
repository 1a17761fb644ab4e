#include "data/csv_table.hpp"

#include "data/cell.hpp"
#include "support/error.hpp"
#include <cmath>
#include <fmt/format.h>

namespace rankfold::data {
namespace {

ColumnNames read_header(CsvReader& reader) {
  auto const file = reader.path().native();
  if (!reader.next()) throw JobError{fmt::format("{}: is empty; a header row with the columns' names is wanted", file)};
  std::vector<std::string> names;
  for (auto const cell : reader.cells()) {
    if (!is_clean_text(cell)) {
      throw JobError{fmt::format("{}: row 1, column {}: the name is not UTF-8 text", file, names.size() + 1)};
    }
    names.emplace_back(trimmed(cell));
  }
  return {file, std::move(names)};
}

} // namespace

CsvTable::CsvTable(std::filesystem::path const& path) : reader_{path}, columns_{read_header(reader_)} {}

bool CsvTable::next() {
  if (!reader_.next()) return false;
  auto const cells = reader_.cells().size();
  if (cells != columns_.size()) {
    throw JobError{fmt::format("{}: row {}: has {} cell{}, but the header has {}", reader_.path().native(), row(),
                               cells, cells == 1 ? "" : "s", columns_.size())};
  }
  return true;
}

std::string_view CsvTable::text(std::size_t column) const {
  auto const text = cell(column);
  if (!is_clean_text(text)) refuse(column, "the text is not UTF-8");
  return text;
}

double CsvTable::number(std::size_t column) const {
  auto const number = parse_cell(cell(column));
  if (!number) refuse(column, fmt::format("'{}' is not a number ({})", shortened(cell(column)), accepted_numbers));
  if (std::isinf(*number)) refuse(column, fmt::format("'{}' is not finite", shortened(cell(column))));
  return *number;
}

void CsvTable::refuse(std::size_t column, std::string_view problem) const {
  throw JobError{
      fmt::format("{}: row {}, column '{}': {}", reader_.path().native(), row(), columns_.name(column), problem)};
}

} // namespace rankfold::data
