#include "hdf5/table.hpp"

#include "hdf5/claim.hpp"
#include "hdf5/failure.hpp"
#include "hdf5/row_type.hpp"
#include "support/error.hpp"
#include <fmt/format.h>
#include <hdf5.h>

namespace rankfold::hdf5 {
namespace {

Handle creation_properties(Table::Options const& options, Handle const& type) {
  Handle properties{H5Pcreate(H5P_DATASET_CREATE), H5Pclose};
  hsize_t const chunk = options.chunk_rows;
  H5Pset_chunk(properties.get(), 1, &chunk);
  if (!options.fill.empty()) H5Pset_fill_value(properties.get(), type.get(), options.fill.data());
  return properties;
}

Handle growing_space() {
  hsize_t const now = 0, most = H5S_UNLIMITED;
  return {H5Screate_simple(1, &now, &most), H5Sclose};
}

/// Rows of a table with one dimension; a damaged file may have any.
std::uint64_t rows_of(Identifier dataset, std::string const& place) {
  Handle const space{H5Dget_space(dataset), H5Sclose};
  if (H5Sget_simple_extent_ndims(space.get()) != 1) throw JobError{fmt::format("{} is no table", place)};
  hsize_t rows = 0;
  read_check(H5Sget_simple_extent_dims(space.get(), &rows, nullptr), "cannot read " + place);
  return rows;
}

} // namespace

Table::Table(std::string place, RowLayout layout, Options options) :
    place_{std::move(place)}, layout_{std::move(layout)}, options_{std::move(options)}, type_{make_type(layout_)} {}

Table Table::create(File const& file, std::string const& name, RowLayout layout, Options options) {
  Table table{file.place(name), std::move(layout), std::move(options)};
  auto const properties = creation_properties(table.options_, table.type_);
  auto const space = growing_space();
  table.dataset_ = {
      H5Dcreate2(file.id(), name.c_str(), table.type_.get(), space.get(), H5P_DEFAULT, properties.get(), H5P_DEFAULT),
      H5Dclose};
  write_check(table.dataset_.get(), "cannot make table " + table.place_);
  return table;
}

Table Table::open(File const& file, std::string const& name) {
  auto const place = file.place(name);
  Handle dataset{H5Dopen2(file.id(), name.c_str(), H5P_DEFAULT), H5Dclose};
  read_check(dataset.get(), "no table " + place);
  Handle const type{H5Dget_type(dataset.get()), H5Tclose};
  Table table{place, read_layout(type, place), {}};
  table.rows_ = rows_of(dataset.get(), place);
  check_claim(dataset.get(), place, table.rows_, table.layout_.size());
  table.dataset_ = std::move(dataset);
  return table;
}

void Table::extend(std::uint64_t rows) {
  if (rows <= rows_) return;
  hsize_t const length = rows;
  write_check(H5Dset_extent(dataset_.get(), &length), "cannot write " + place_);
  rows_ = rows;
}

void Table::write(std::uint64_t first, std::span<std::byte const> rows) {
  auto const selection = select(first, rows.size());
  write_check(
      H5Dwrite(dataset_.get(), type_.get(), selection.memory.get(), selection.file.get(), H5P_DEFAULT, rows.data()),
      "cannot write " + place_);
}

void Table::read(std::uint64_t first, std::span<std::byte> rows) const {
  auto const selection = select(first, rows.size());
  read_check(
      H5Dread(dataset_.get(), type_.get(), selection.memory.get(), selection.file.get(), H5P_DEFAULT, rows.data()),
      "cannot read " + place_);
}

Column const& Table::column(std::string_view name) const {
  auto const* const found = layout_.find(name);
  if (!found) throw JobError{fmt::format("{} has no column '{}'", place_, name)};
  return *found;
}

Table::Selection Table::select(std::uint64_t first, std::size_t bytes) const {
  hsize_t const start = first, count = bytes / layout_.size();
  expects(count * layout_.size() == bytes && first + count <= rows_, "whole rows of a table are selected");
  Selection selection{{H5Screate_simple(1, &count, nullptr), H5Sclose}, {H5Dget_space(dataset_.get()), H5Sclose}};
  H5Sselect_hyperslab(selection.file.get(), H5S_SELECT_SET, &start, nullptr, &count, nullptr);
  return selection;
}

} // namespace rankfold::hdf5
