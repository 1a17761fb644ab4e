#include "hdf5/failure.hpp"
#include "hdf5/file.hpp"
#include "hdf5/text_type.hpp"
#include <algorithm>
#include <hdf5.h>

namespace rankfold::hdf5 {
namespace {

void write(File const& file, std::string const& name, Handle const& type, void const* value) {
  Handle const space{H5Screate(H5S_SCALAR), H5Sclose};
  Handle const attribute{H5Acreate2(file.id(), name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT),
                         H5Aclose};
  write_check(attribute.get(), "cannot make attribute " + file.place(name));
  write_check(H5Awrite(attribute.get(), type.get(), value), "cannot write attribute " + file.place(name));
}

Handle open_attribute(File const& file, std::string const& name) {
  Handle attribute{H5Aopen(file.id(), name.c_str(), H5P_DEFAULT), H5Aclose};
  read_check(attribute.get(), "no attribute " + file.place(name));
  return attribute;
}

} // namespace

void write_attribute(File const& file, std::string const& name, std::string const& text) {
  // Of variable length, because h5py gives such attributes as `str`; they never change while readers follow.
  char const* const value = text.c_str();
  write(file, name, variable_text_type(), &value);
}

void write_attribute(File const& file, std::string const& name, std::uint64_t number) {
  write(file, name, Handle{H5Tcopy(H5T_NATIVE_UINT64), H5Tclose}, &number);
}

bool has_attribute(File const& file, std::string const& name) {
  return read_check(H5Aexists(file.id(), name.c_str()), "cannot read attribute " + file.place(name)) > 0;
}

std::string read_text_attribute(File const& file, std::string const& name) {
  auto const attribute = open_attribute(file, name);
  Handle const stored{H5Aget_type(attribute.get()), H5Tclose};
  Handle const space{H5Aget_space(attribute.get()), H5Sclose};
  auto const what = "cannot read attribute " + file.place(name);
  if (H5Sget_simple_extent_npoints(space.get()) != 1) reading_failed(what);
  TextReader texts{stored, 1};
  read_check(H5Aread(attribute.get(), texts.memory_type().get(), texts.buffer()), what);
  return texts.take(space).front();
}

std::uint64_t read_number_attribute(File const& file, std::string const& name) {
  auto const attribute = open_attribute(file, name);
  Handle const space{H5Aget_space(attribute.get()), H5Sclose};
  auto const what = "cannot read attribute " + file.place(name);
  if (H5Sget_simple_extent_npoints(space.get()) != 1) reading_failed(what);
  std::uint64_t number = 0;
  read_check(H5Aread(attribute.get(), H5T_NATIVE_UINT64, &number), what);
  return number;
}

void write_text(File const& file, std::string const& name, std::string const& text) {
  auto const type = fixed_text_type(std::max<std::size_t>(text.size(), 1)); // none of size 0
  Handle const space{H5Screate(H5S_SCALAR), H5Sclose};
  Handle const dataset{
      H5Dcreate2(file.id(), name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Dclose};
  auto const what = "cannot write " + file.place(name);
  write_check(dataset.get(), what);
  write_check(H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, text.c_str()), what);
}

} // namespace rankfold::hdf5
