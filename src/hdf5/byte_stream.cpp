#include "hdf5/byte_stream.hpp"

#include "hdf5/failure.hpp"
#include "support/error.hpp"
#include <fmt/format.h>
#include <hdf5.h>

namespace rankfold::hdf5 {
namespace {

constexpr hsize_t chunk_bytes = 16384;

struct Selection {
  Handle memory, file; ///< data spaces
};

Selection select(Identifier dataset, hsize_t offset, hsize_t length) {
  Selection selection{{H5Screate_simple(1, &length, nullptr), H5Sclose}, {H5Dget_space(dataset), H5Sclose}};
  H5Sselect_hyperslab(selection.file.get(), H5S_SELECT_SET, &offset, nullptr, &length, nullptr);
  return selection;
}

} // namespace

ByteStream ByteStream::create(File const& file, std::string const& name) {
  hsize_t const now = 0, most = H5S_UNLIMITED;
  Handle const space{H5Screate_simple(1, &now, &most), H5Sclose}, properties{H5Pcreate(H5P_DATASET_CREATE), H5Pclose};
  H5Pset_chunk(properties.get(), 1, &chunk_bytes);
  ByteStream stream{file.place(name)};
  stream.dataset_ = {
      H5Dcreate2(file.id(), name.c_str(), H5T_NATIVE_UINT8, space.get(), H5P_DEFAULT, properties.get(), H5P_DEFAULT),
      H5Dclose};
  write_check(stream.dataset_.get(), "cannot make " + stream.place_);
  return stream;
}

ByteStream ByteStream::open(File const& file, std::string const& name) {
  ByteStream stream{file.place(name)};
  stream.dataset_ = {H5Dopen2(file.id(), name.c_str(), H5P_DEFAULT), H5Dclose};
  read_check(stream.dataset_.get(), "no dataset " + stream.place_);
  Handle const space{H5Dget_space(stream.dataset_.get()), H5Sclose};
  hsize_t size = 0;
  if (H5Sget_simple_extent_ndims(space.get()) != 1 || H5Sget_simple_extent_dims(space.get(), &size, nullptr) < 0)
    throw JobError{fmt::format("{} has not one dimension", stream.place_)};
  stream.size_ = size;
  return stream;
}

std::uint64_t ByteStream::append(std::string_view text) {
  auto const offset = size_;
  if (text.empty()) return offset;
  hsize_t const size = size_ + text.size();
  write_check(H5Dset_extent(dataset_.get(), &size), "cannot write " + place_);
  auto const selection = select(dataset_.get(), offset, text.size());
  write_check(H5Dwrite(dataset_.get(), H5T_NATIVE_UINT8, selection.memory.get(), selection.file.get(), H5P_DEFAULT,
                       text.data()),
              "cannot write " + place_);
  size_ = size;
  return offset;
}

std::string ByteStream::read(std::uint64_t offset, std::uint64_t length) const {
  auto const stored = H5Dget_storage_size(dataset_.get()); // allocated chunks: a damaged extent may be anything
  if (length > stored || offset > size_ || length > size_ - offset)
    throw JobError{fmt::format("{} has no {} bytes at {}", place_, length, offset)};
  std::string text(static_cast<std::size_t>(length), '\0');
  if (text.empty()) return text;
  auto const selection = select(dataset_.get(), offset, length);
  read_check(
      H5Dread(dataset_.get(), H5T_NATIVE_UINT8, selection.memory.get(), selection.file.get(), H5P_DEFAULT, text.data()),
      "cannot read " + place_);
  return text;
}

} // namespace rankfold::hdf5
