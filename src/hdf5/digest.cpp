#include "hdf5/digest.hpp"

#include "hdf5/claim.hpp"
#include "hdf5/failure.hpp"
#include "support/content_hash.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <hdf5.h>
#include <vector>

namespace rankfold::hdf5 {
namespace {

/// Some rows of the dataset; all of a scalar.
struct Selection {
  Handle memory, file; ///< data spaces
};

Selection select(Handle const& space, hsize_t first, hsize_t count) {
  Selection selection{{H5Screate_simple(1, &count, nullptr), H5Sclose}, {H5Scopy(space.get()), H5Sclose}};
  if (H5Sget_simple_extent_ndims(space.get()) == 1) {
    H5Sselect_hyperslab(selection.file.get(), H5S_SELECT_SET, &first, nullptr, &count, nullptr);
  }
  return selection;
}

} // namespace

Digest digest(File const& file, std::string const& name) {
  constexpr std::uint64_t block_bytes = std::uint64_t{1} << 20;
  auto const place = file.place(name);
  Handle const dataset{H5Dopen2(file.id(), name.c_str(), H5P_DEFAULT), H5Dclose};
  read_check(dataset.get(), "no dataset " + place);
  Handle const type{H5Dget_type(dataset.get()), H5Tclose}, space{H5Dget_space(dataset.get()), H5Sclose};
  auto const values = H5Sget_simple_extent_npoints(space.get());
  auto const value_bytes = H5Tget_size(type.get());
  bool const fixed = value_bytes > 0 && H5Tdetect_class(type.get(), H5T_VLEN) == 0 && !H5Tis_variable_str(type.get());
  if (!fixed || values < 0 || H5Sget_simple_extent_ndims(space.get()) > 1)
    throw JobError{fmt::format("{} is not what it was", place)};
  auto const rows = static_cast<std::uint64_t>(values);
  check_claim(dataset.get(), place, rows, value_bytes);

  ContentHash hash;
  auto const block_rows = std::max<std::uint64_t>(1, block_bytes / value_bytes);
  std::vector<std::byte> block;
  for (std::uint64_t first = 0; first < rows; first += block_rows) {
    auto const count = std::min(block_rows, rows - first);
    block.resize(static_cast<std::size_t>(count) * value_bytes);
    auto const selection = select(space, first, count);
    read_check(
        H5Dread(dataset.get(), type.get(), selection.memory.get(), selection.file.get(), H5P_DEFAULT, block.data()),
        "cannot read " + place);
    hash.extend(block);
  }
  return {rows * value_bytes, hash.digest()};
}

} // namespace rankfold::hdf5
