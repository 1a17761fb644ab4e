#include "data/read_data.hpp"

#include "data/byte_source.hpp"
#include "data/csv_series.hpp"
#include "data/hdf5_series.hpp"
#include "data/read_table.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace rankfold::data {
namespace {

bool has_value(Series const& series) {
  return std::ranges::any_of(series.values, [](double value) { return !std::isnan(value); });
}

/// A file without any value is a mistake (mostly the wrong column); a single series without one is data.
void check_values(job::DataSpec const& spec, LoadedData& loaded) {
  std::size_t without = 0;
  std::string first;
  for (std::size_t i = 0; i < loaded.dataset.series_count(); ++i) {
    auto const series = loaded.dataset.series(i);
    if (has_value(series)) continue;
    if (++without == 1) first = series.name;
  }
  if (without == loaded.dataset.series_count()) {
    throw JobError{fmt::format("{}: all values are missing", spec.path.native())};
  }
  if (without > 0) {
    loaded.notices.push_back(fmt::format("{} of {} series have no value at all, the first is '{}'", without,
                                         loaded.dataset.series_count(), first));
  }
}

void check_finite(job::DataSpec const& spec, Dataset const& dataset) {
  for (std::size_t i = 0; i < dataset.series_count(); ++i) {
    auto const series = dataset.series(i);
    if (std::ranges::none_of(series.values, [](double value) { return std::isinf(value); })) continue;
    throw JobError{fmt::format("{}: series '{}': a value plus the offset {} is not finite", spec.path.native(),
                               series.name, spec.offset)};
  }
}

Dataset read_series_file(job::DataSpec const& spec, std::vector<std::string>& notices) {
  bool const wide = spec.layout == job::DataSpec::Layout::wide;
  if (detect_format(spec.path) == FileFormat::csv) return wide ? read_wide_csv(spec, notices) : read_long_csv(spec);
  return wide ? read_wide_hdf5(spec, notices) : read_long_hdf5(spec);
}

LoadedData read_series(job::DataSpec const& spec) {
  LoadedData loaded;
  loaded.dataset = read_series_file(spec, loaded.notices);
  check_values(spec, loaded);
  if (spec.offset != 0) check_finite(spec, loaded.dataset);
  return loaded;
}

LoadedData read_table(job::DataSpec const& spec, job::ValidationSpec const& validation) {
  LoadedData loaded;
  bool const csv = detect_format(spec.path) == FileFormat::csv;
  loaded.dataset =
      csv ? read_csv_table(spec, validation, loaded.notices) : read_hdf5_table(spec, validation, loaded.notices);
  return loaded;
}

} // namespace

LoadedData read_data(job::DataSpec const& spec, job::ValidationSpec const& validation) {
  switch (spec.kind) {
  case job::DataKind::none:
    return {};
  case job::DataKind::series:
    return read_series(spec);
  case job::DataKind::table:
    return read_table(spec, validation);
  }
  return {};
}

} // namespace rankfold::data
