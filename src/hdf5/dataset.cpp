#include "hdf5/dataset.hpp"

#include "hdf5/claim.hpp"
#include "hdf5/failure.hpp"
#include "hdf5/text_type.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <hdf5.h>
#include <string_view>

namespace rankfold::hdf5 {
namespace {

std::string take_name(char* name) {
  std::string text = name ? name : "";
  H5free_memory(name);
  return text;
}

bool is_boolean(Identifier type) {
  if (H5Tget_nmembers(type) != 2) return false;
  return take_name(H5Tget_member_name(type, 0)) == "FALSE" && take_name(H5Tget_member_name(type, 1)) == "TRUE";
}

TypeClass class_of(Identifier type) {
  switch (H5Tget_class(type)) {
  case H5T_INTEGER:
    return TypeClass::integer;
  case H5T_FLOAT:
    return TypeClass::real;
  case H5T_STRING:
    return TypeClass::text;
  case H5T_COMPOUND:
    return TypeClass::compound;
  case H5T_ENUM:
    return is_boolean(type) ? TypeClass::boolean : TypeClass::integer;
  default:
    return TypeClass::other;
  }
}

std::vector<Member> members_of(Identifier type) {
  std::vector<Member> members;
  if (H5Tget_class(type) != H5T_COMPOUND) return members;
  auto const count = static_cast<unsigned>(std::max(0, H5Tget_nmembers(type)));
  for (unsigned i = 0; i < count; ++i) {
    Handle const member{H5Tget_member_type(type, i), H5Tclose};
    members.push_back({take_name(H5Tget_member_name(type, i)), class_of(member.get())});
  }
  return members;
}

std::vector<std::uint64_t> shape_of(Identifier dataset) {
  Handle const space{H5Dget_space(dataset), H5Sclose};
  int const dimensions = std::max(0, H5Sget_simple_extent_ndims(space.get()));
  std::vector<hsize_t> shape(static_cast<std::size_t>(dimensions));
  if (dimensions > 0) H5Sget_simple_extent_dims(space.get(), shape.data(), nullptr);
  if (H5Sget_simple_extent_type(space.get()) == H5S_NULL) shape = {0};
  return {shape.begin(), shape.end()};
}

/// A row of one column: the library finds it in the file's rows by its name.
Handle one_member(Handle const& type, std::string const& name) {
  Handle row{H5Tcreate(H5T_COMPOUND, H5Tget_size(type.get())), H5Tclose};
  H5Tinsert(row.get(), name.c_str(), 0, type.get());
  return row;
}

} // namespace

Dataset::Dataset(File const& file, std::string const& name) :
    place_{file.place(name)}, dataset_{H5Dopen2(file.id(), name.c_str(), H5P_DEFAULT), H5Dclose} {
  read_check(dataset_.get(), "no dataset " + place_);
  file_type_ = {H5Dget_type(dataset_.get()), H5Tclose};
  read_check(file_type_.get(), "cannot read " + place_);
  shape_ = shape_of(dataset_.get());
  type_ = class_of(file_type_.get());
  members_ = members_of(file_type_.get());
}

std::uint64_t Dataset::row_size() const {
  std::uint64_t size = 1;
  for (std::size_t i = 1; i < shape_.size(); ++i)
    if (__builtin_mul_overflow(size, shape_[i], &size))
      throw JobError{fmt::format("{} has an impossible shape", place_)};
  return size;
}

std::vector<double> Dataset::reals(std::string const& member) const { return reals(RowRange{0, rows()}, member); }

std::vector<double> Dataset::reals(RowRange range, std::string const& member) const {
  auto const type = class_of(value_type(member).get());
  if (type != TypeClass::integer && type != TypeClass::real && type != TypeClass::boolean)
    throw JobError{fmt::format("{}{} holds no numbers", place_, member.empty() ? "" : ", column '" + member + "',")};
  auto const selection = select(range, sizeof(double));
  std::vector<double> values(selection.values);
  read(selection, Handle{H5Tcopy(H5T_NATIVE_DOUBLE), H5Tclose}, member, values.data());
  return values;
}

std::vector<std::int64_t> Dataset::integers(std::string const& member) const {
  auto const type = class_of(value_type(member).get());
  if (type != TypeClass::integer && type != TypeClass::boolean)
    throw JobError{fmt::format("{}{} holds no integers", place_, member.empty() ? "" : ", column '" + member + "',")};
  auto const selection = select({0, rows()}, sizeof(std::int64_t));
  std::vector<std::int64_t> values(selection.values);
  read(selection, Handle{H5Tcopy(H5T_NATIVE_INT64), H5Tclose}, member, values.data());
  return values;
}

std::vector<std::string> Dataset::texts(std::string const& member) const { return texts(RowRange{0, rows()}, member); }

std::vector<std::string> Dataset::texts(RowRange range, std::string const& member) const {
  auto const stored = value_type(member);
  if (class_of(stored.get()) != TypeClass::text)
    throw JobError{fmt::format("{}{} holds no text", place_, member.empty() ? "" : ", column '" + member + "',")};
  auto const selection = select(range, H5Tget_size(stored.get()) + 1);
  TextReader texts{stored, selection.values};
  read(selection, texts.memory_type(), member, texts.buffer());
  return texts.take(selection.memory);
}

Handle Dataset::value_type(std::string const& member) const {
  if (member.empty()) return {H5Tcopy(file_type_.get()), H5Tclose};
  auto const is_member = [&](Member const& column) { return column.name == member; };
  auto const found = std::find_if(members_.begin(), members_.end(), is_member);
  if (found == members_.end()) throw JobError{fmt::format("{} has no column '{}'", place_, member)};
  return {H5Tget_member_type(file_type_.get(), static_cast<unsigned>(found - members_.begin())), H5Tclose};
}

Dataset::Selection Dataset::select(RowRange range, std::size_t value_bytes) const {
  check_rows(range);
  std::uint64_t values = 0;
  if (__builtin_mul_overflow(range.count, row_size(), &values)) values = ~std::uint64_t{0};
  check_claim(dataset_.get(), place_, values, value_bytes);
  Selection selection{{}, {H5Dget_space(dataset_.get()), H5Sclose}, static_cast<std::size_t>(values)};
  hsize_t const length = values;
  selection.memory = {H5Screate_simple(1, &length, nullptr), H5Sclose};
  if (values == 0 || shape_.empty()) return selection;
  std::vector<hsize_t> start(shape_.size(), 0), count(shape_.begin(), shape_.end());
  start[0] = range.first;
  count[0] = range.count;
  H5Sselect_hyperslab(selection.file.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr);
  return selection;
}

void Dataset::check_rows(RowRange range) const {
  if (range.first > rows() || range.count > rows() - range.first)
    throw JobError{
        fmt::format("{} has {} rows; {} from row {} were asked for", place_, rows(), range.count, range.first)};
}

void Dataset::read(Selection const& selection, Handle const& type, std::string const& member, void* into) const {
  if (selection.values == 0) return;
  auto const row = member.empty() ? Handle{H5Tcopy(type.get()), H5Tclose} : one_member(type, member);
  read_check(H5Dread(dataset_.get(), row.get(), selection.memory.get(), selection.file.get(), H5P_DEFAULT, into),
             "cannot read " + place_);
}

std::string read_text(File const& file, std::string const& name) {
  auto const texts = Dataset{file, name}.texts();
  if (texts.size() != 1) throw JobError{fmt::format("{} is no single text", file.place(name))};
  return texts.front();
}

} // namespace rankfold::hdf5
