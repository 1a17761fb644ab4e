#include "data/cell.hpp"
#include "data/column_names.hpp"
#include "data/hdf5_columns.hpp"
#include "data/hdf5_series.hpp"
#include "data/long_series.hpp"
#include "data/series_names.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace rankfold::data {
namespace {

struct LongColumns {
  std::optional<std::size_t> id, time;
  std::size_t target = 0;
};

LongColumns find_columns(Hdf5Columns const& file, job::DataSpec const& spec) {
  auto const& names = file.names();
  LongColumns columns;
  if (!spec.id.empty()) columns.id = names.find(spec.id, "id");
  if (!spec.time.empty()) columns.time = names.find(spec.time, "time");
  if (!spec.target.empty()) {
    columns.target = names.find(spec.target, "target");
    return columns;
  }
  for (std::size_t i = names.size(); i-- > 0;) {
    if (i == columns.id || i == columns.time || file.is_text(i)) continue;
    columns.target = i;
    return columns;
  }
  throw JobError{fmt::format("{}: no column has numbers that could be the target (columns: {})", spec.path.native(),
                             names.listing())};
}

/// A part of the rows, read at once.
struct Part {
  std::vector<std::string> ids, times;
  std::vector<double> values;
};

TimePoint time_of(std::string const& text, Hdf5Columns const& file, std::uint64_t row, std::size_t column) {
  if (auto const time = parse_time(text)) return *time;
  file.refuse(row, column, fmt::format("'{}' is no point in time ({})", shortened(text), accepted_times));
}

/// Goes through the file's rows, a bounded number at a time.
void visit_rows(Hdf5Columns const& file, LongColumns const& columns, job::DataSpec const& spec, Selection& selection,
                Visitor const& observe) {
  constexpr std::uint64_t rows_at_once = 1U << 16;
  auto const single_name = stem_of(spec.path);
  for (std::uint64_t first = 0; first < file.rows(); first += rows_at_once) {
    hdf5::RowRange const rows{first, std::min(rows_at_once, file.rows() - first)};
    Part part;
    part.values = file.numbers(columns.target, rows);
    if (columns.id) part.ids = file.texts(*columns.id, rows);
    if (columns.time) part.times = file.texts(*columns.time, rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      auto const& id = columns.id ? part.ids[i] : single_name;
      if (id.empty()) file.refuse(first + i, *columns.id, "the series has no name");
      if (!selection.takes(id)) continue;
      Observation observation{
          id, {TimePoint::Kind::number, static_cast<double>(first + i)}, part.values[i] + spec.offset, first + i, {}};
      if (columns.time) {
        observation.time_text = part.times[i];
        observation.time = time_of(part.times[i], file, first + i, *columns.time);
      }
      if (!observe(observation)) return;
    }
  }
}

} // namespace

Dataset read_long_hdf5(job::DataSpec const& spec) {
  Hdf5Columns const file{spec.path};
  auto const columns = find_columns(file, spec);
  Selection selection{spec.select};
  auto dataset =
      gather_series([&](auto const& visit) { visit_rows(file, columns, spec, selection, visit); }, spec.path.native());
  selection.check(spec.path);
  return dataset;
}

} // namespace rankfold::data
