#include "data/cell.hpp"
#include "data/column_names.hpp"
#include "data/csv_series.hpp"
#include "data/csv_table.hpp"
#include "data/long_series.hpp"
#include "data/series_names.hpp"
#include "support/error.hpp"
#include <fmt/format.h>
#include <optional>

namespace rankfold::data {
namespace {

/// Where the columns lie that the job file names.
struct LongColumns {
  std::optional<std::size_t> id, time;
  std::size_t target = 0;
};

/// The target where none is named: the last column whose cell in the first row is a number.
std::size_t last_number(CsvTable const& table, LongColumns const& known) {
  for (std::size_t column = table.columns().size(); column-- > 0;) {
    if (column == known.id || column == known.time) continue;
    if (parse_cell(table.cell(column))) return column;
  }
  throw JobError{fmt::format("{}: row {}: no column has a number that could be the target (columns: {})",
                             table.path().native(), table.row(), table.columns().listing())};
}

/// @pre the table stands at its first row
LongColumns find_columns(CsvTable const& table, job::DataSpec const& spec) {
  auto const& names = table.columns();
  LongColumns columns;
  if (!spec.id.empty()) columns.id = names.find(spec.id, "id");
  if (!spec.time.empty()) columns.time = names.find(spec.time, "time");
  columns.target = spec.target.empty() ? last_number(table, columns) : names.find(spec.target, "target");
  return columns;
}

/// One reading of the file. Cells of series that are not selected are not looked at.
class LongReading {
public:
  LongReading(job::DataSpec const& spec, Selection& selection) :
      spec_{spec}, selection_{selection}, table_{spec.path}, single_name_{stem_of(spec.path)} {
    if (!table_.next()) throw JobError{fmt::format("{}: has a header and no rows", spec.path.native())};
    columns_ = find_columns(table_, spec);
  }

  void visit(Visitor const& observe) {
    do {
      auto const id = columns_.id ? table_.text(*columns_.id) : std::string_view{single_name_};
      if (columns_.id && id.empty()) table_.refuse(*columns_.id, "the series has no name");
      if (selection_.takes(id) && !observe(observation(id))) return;
    } while (table_.next());
  }

private:
  Observation observation(std::string_view id) {
    Observation out{id,
                    {TimePoint::Kind::number, static_cast<double>(table_.row())},
                    table_.number(columns_.target) + spec_.offset,
                    table_.row(),
                    {}};
    if (columns_.time) {
      out.time_text = table_.cell(*columns_.time);
      out.time = time(out.time_text);
    }
    return out;
  }

  TimePoint time(std::string_view text) {
    auto const time = parse_time(text);
    if (time) return *time;
    if (trimmed(text).empty()) table_.refuse(*columns_.time, "the time is missing");
    table_.refuse(*columns_.time, fmt::format("'{}' is no point in time ({})", shortened(text), accepted_times));
  }

  job::DataSpec const& spec_;
  Selection& selection_;
  CsvTable table_;
  std::string single_name_;
  LongColumns columns_;
};

} // namespace

Dataset read_long_csv(job::DataSpec const& spec) {
  Selection selection{spec.select};
  auto dataset = gather_series(
      [&](auto const& visit) {
        LongReading{spec, selection}.visit(visit);
      },
      spec.path.native());
  selection.check(spec.path);
  return dataset;
}

} // namespace rankfold::data
