#include "data/builders.hpp"
#include "data/cell.hpp"
#include "data/column_names.hpp"
#include "data/hdf5_columns.hpp"
#include "data/hdf5_series.hpp"
#include "data/observed_part.hpp"
#include "data/series_names.hpp"
#include "data/unique_names.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace rankfold::data {
namespace {

/// Finds the dataset that the job file names, or the only one that `fits`.
template <class Fits> std::optional<std::string> find_dataset(hdf5::File const& file, std::string const& named,
                                                              std::string_view key, Fits fits) {
  auto const group = data_group(file);
  auto names = dataset_names(file, group);
  if (!named.empty()) {
    if (std::ranges::find(names, named) != names.end()) return child_path(group, named);
    throw JobError{fmt::format("{}: there is no dataset '{}', which is the {} (datasets: {}){}", file.path().native(),
                               named, key, ColumnNames{{}, names}.listing(), did_you_mean(named, names))};
  }
  std::erase_if(names, [&](auto const& name) { return !fits(hdf5::Dataset{file, child_path(group, name)}); });
  return names.size() == 1 ? std::optional{child_path(group, names[0])} : std::nullopt;
}

hdf5::Dataset open_values(hdf5::File const& file, job::DataSpec const& spec) {
  auto const name = find_dataset(file, spec.target, "target", [](auto const& set) { return set.shape().size() == 2; });
  if (!name) {
    throw JobError{
        fmt::format("{}: layout wide: one dataset of two dimensions (series x time) is wanted; where there are "
                    "several, target names it",
                    file.path().native())};
  }
  hdf5::Dataset values{file, *name};
  if (values.shape().size() != 2 || values.rows() == 0 || values.row_size() == 0) {
    throw JobError{fmt::format("{}: layout wide: two dimensions (series x time) are wanted", file.place(*name))};
  }
  return values;
}

/// The texts that name the series; none where the file has no such list.
std::vector<TextColumn> read_names(hdf5::File const& file, job::DataSpec const& spec, std::uint64_t series) {
  auto const name = find_dataset(file, spec.id, "id", [](auto const& set) {
    return set.shape().size() == 1 && set.type() == hdf5::TypeClass::text;
  });
  if (!name) return {};
  hdf5::Dataset const names{file, *name};
  if (names.shape().size() != 1 || names.rows() != series) {
    throw JobError{fmt::format("{}: a list of {} names is wanted, one a series", file.place(*name), series)};
  }
  auto texts = names.texts();
  if (!std::ranges::all_of(texts, [](auto const& text) { return is_clean_text(text) && !text.empty(); })) {
    throw JobError{fmt::format("{}: a name is empty or not UTF-8 text", file.place(*name))};
  }
  return {{*name, std::move(texts)}};
}

void refuse_infinite(hdf5::File const& file, std::string const& series, std::span<double const> values) {
  auto const infinite = std::ranges::find_if(values, [](double value) { return std::isinf(value); });
  if (infinite == values.end()) return;
  throw JobError{fmt::format("{}: series '{}', column {} (from 0): the value is not finite", file.path().native(),
                             series, infinite - values.begin())};
}

} // namespace

Dataset read_wide_hdf5(job::DataSpec const& spec, std::vector<std::string>& notices) {
  auto const file = hdf5::File::open(spec.path);
  auto const values = open_values(file, spec);
  auto columns = read_names(file, spec, values.rows());
  auto const wanted = columns.empty() ? std::nullopt : std::optional<std::size_t>{0};
  auto names = unique_names(std::move(columns), wanted, values.rows());
  if (names.notice) notices.push_back(*names.notice);
  Selection selection{spec.select};
  SeriesBuilder builder;
  for (std::uint64_t series = 0; series < values.rows(); ++series) {
    if (!selection.takes(names.names[series])) continue;
    auto row = values.reals(hdf5::RowRange{series, 1});
    refuse_infinite(file, names.names[series], row);
    for (double& value : row) value += spec.offset;
    builder.add(names.names[series], observed_part(row));
  }
  selection.check(spec.path);
  return std::move(builder).build();
}

} // namespace rankfold::data
