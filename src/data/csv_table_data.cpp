#include "data/cell.hpp"
#include "data/csv_table.hpp"
#include "data/read_table.hpp"
#include "data/table_data.hpp"
#include "support/error.hpp"
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <utility>

namespace rankfold::data {
namespace {

enum class ColumnType { number, text };

/// One column while its cells come in.
class ColumnReading {
public:
  explicit ColumnReading(ColumnType type) : type_{type} {}

  [[nodiscard]] ColumnType type() const { return type_; }

  void add(CsvTable const& table, std::size_t column) {
    if (type_ == ColumnType::number) {
      add_number(table, column);
    } else if (is_missing(table.cell(column))) {
      codes_.add_missing();
    } else {
      codes_.add(table.text(column));
    }
  }

  [[nodiscard]] ColumnValues finish() && {
    if (type_ == ColumnType::text) return std::move(codes_).finish();
    return {std::move(numbers_), {}};
  }

private:
  /// A column is one of texts from its first cell on that is neither number nor missing.
  void add_number(CsvTable const& table, std::size_t column) {
    auto const number = parse_cell(table.cell(column));
    if (!number) {
      type_ = ColumnType::text;
      return;
    }
    if (std::isinf(*number)) table.refuse(column, fmt::format("'{}' is not finite", shortened(table.cell(column))));
    numbers_.push_back(*number);
  }

  ColumnType type_;
  std::vector<double> numbers_;
  CategoryCodes codes_;
};

/// One reading of the file. Which columns are texts shows only on the way: these are complete in the next reading.
class TableReading {
public:
  TableReading(job::DataSpec const& spec, job::ValidationSpec const& validation) :
      table_{spec.path}, columns_{find_table_columns(table_.columns(), spec, validation)} {}

  [[nodiscard]] ColumnNames const& names() const { return table_.columns(); }
  [[nodiscard]] TableColumns const& columns() const { return columns_; }

  /// @param types by position in the file. @return whether they were right; if not, they are now.
  [[nodiscard]] bool read(std::vector<ColumnType>& types, job::DataSpec const& spec) {
    for (auto const type : types) readings_.emplace_back(type);
    auto const wanted = wanted_columns();
    while (table_.next()) {
      rows_.push_back(table_.row());
      for (auto const column : wanted) readings_[column].add(table_, column);
      if (spec.problem == job::Problem::regression) require_number(columns_.target);
    }
    if (rows_.empty()) throw JobError{fmt::format("{}: has a header and no rows", spec.path.native())};
    if (rows_.size() >= std::numeric_limits<std::uint32_t>::max()) {
      throw JobError{
          fmt::format("{}: has more rows than 2^32 - 2, the most that a table may have", spec.path.native())};
    }
    bool right = true;
    for (std::size_t i = 0; i < types.size(); ++i)
      right = std::exchange(types[i], readings_[i].type()) == types[i] && right;
    return right;
  }

  [[nodiscard]] Dataset build(job::DataSpec const& spec, std::vector<std::string>& notices) && {
    std::vector<ColumnValues> values;
    for (auto& reading : readings_) values.push_back(std::move(reading).finish());
    auto const place = [this](std::size_t row) { return fmt::format("row {}", rows_[row]); };
    return make_table({names(), columns_, std::move(values), place}, spec, notices);
  }

private:
  [[nodiscard]] std::vector<std::size_t> wanted_columns() const {
    auto wanted = columns_.features;
    wanted.push_back(columns_.target);
    if (columns_.fold) wanted.push_back(*columns_.fold);
    return wanted;
  }

  void require_number(std::size_t column) const {
    if (readings_[column].type() == ColumnType::number) return;
    table_.refuse(column, fmt::format("'{}' is not a number, as the target of a regression must be ({})",
                                      shortened(table_.cell(column)), accepted_numbers));
  }

  CsvTable table_;
  TableColumns columns_;
  std::vector<ColumnReading> readings_;
  std::vector<std::uint64_t> rows_; ///< of the file
};

} // namespace

Dataset read_csv_table(job::DataSpec const& spec, job::ValidationSpec const& validation,
                       std::vector<std::string>& notices) {
  std::vector<ColumnType> types(CsvTable{spec.path}.columns().size(), ColumnType::number);
  for (;;) { // twice at most: the first reading finds every column of texts
    TableReading reading{spec, validation};
    if (reading.read(types, spec)) return std::move(reading).build(spec, notices);
  }
}

} // namespace rankfold::data
