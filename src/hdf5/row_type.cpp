#include "hdf5/row_type.hpp"

#include "hdf5/failure.hpp"
#include "hdf5/text_type.hpp"
#include "support/error.hpp"
#include <fmt/format.h>
#include <hdf5.h>
#include <optional>

namespace rankfold::hdf5 {
namespace {

using Kind = ColumnType::Kind;

constexpr std::size_t longest_text = 65535; ///< bytes; a damaged file may claim any

Handle make_enum(ColumnType const& column, Identifier base) {
  Handle type{H5Tenum_create(base), H5Tclose};
  for (std::size_t i = 0; i < column.names.size(); ++i) {
    auto const value = static_cast<std::uint8_t>(i); // the same byte in either base
    H5Tenum_insert(type.get(), column.names[i].c_str(), &value);
  }
  return type;
}

Handle make_column_type(ColumnType const& column) {
  switch (column.kind) {
  case Kind::int32:
    return {H5Tcopy(H5T_NATIVE_INT32), H5Tclose};
  case Kind::int64:
    return {H5Tcopy(H5T_NATIVE_INT64), H5Tclose};
  case Kind::real64:
    return {H5Tcopy(H5T_NATIVE_DOUBLE), H5Tclose};
  case Kind::boolean:
    return make_enum(column, H5T_NATIVE_INT8);
  case Kind::choice:
    return make_enum(column, H5T_NATIVE_UINT8);
  case Kind::text:
    return fixed_text_type(column.size);
  }
  return {};
}

/// Names in the order of their values, if these are 0, 1, 2, ...
std::optional<std::vector<std::string>> enum_names(Identifier type) {
  auto const count = H5Tget_nmembers(type);
  if (count < 1 || count > 256) return std::nullopt;
  std::vector<std::string> names(static_cast<std::size_t>(count));
  for (unsigned i = 0; i < names.size(); ++i) {
    char* const name = H5Tget_member_name(type, i);
    std::vector<std::byte> value(H5Tget_size(type) + sizeof(std::int64_t));
    bool const fits = name && H5Tget_member_value(type, i, value.data()) >= 0 && static_cast<unsigned>(value[0]) == i;
    if (fits) names[i] = name;
    H5free_memory(name);
    if (!fits) return std::nullopt;
  }
  return names;
}

std::optional<ColumnType> read_enum(Identifier type) {
  auto names = H5Tget_size(type) == 1 ? enum_names(type) : std::nullopt;
  if (!names) return std::nullopt;
  return *names == ColumnType::boolean().names ? ColumnType::boolean() : ColumnType::choice(std::move(*names));
}

std::optional<ColumnType> read_column_type(Identifier type) {
  switch (H5Tget_class(type)) {
  case H5T_INTEGER:
    return H5Tget_size(type) <= 4 ? ColumnType::int32() : ColumnType::int64();
  case H5T_FLOAT:
    return ColumnType::real64();
  case H5T_ENUM:
    return read_enum(type);
  case H5T_STRING:
    if (H5Tis_variable_str(type) > 0 || H5Tget_cset(type) != H5T_CSET_UTF8) return std::nullopt;
    if (H5Tget_size(type) > longest_text) return std::nullopt;
    return ColumnType::text(H5Tget_size(type));
  default:
    return std::nullopt;
  }
}

} // namespace

Handle make_type(RowLayout const& layout) {
  Handle row{H5Tcreate(H5T_COMPOUND, layout.size()), H5Tclose};
  for (auto const& column : layout.columns()) {
    auto const type = make_column_type(column.type);
    write_check(H5Tinsert(row.get(), column.name.c_str(), column.offset, type.get()), "cannot make a table's type");
  }
  return row;
}

RowLayout read_layout(Handle const& type, std::string const& place) {
  if (H5Tget_class(type.get()) != H5T_COMPOUND) throw JobError{fmt::format("{} is no table", place)};
  RowLayout layout;
  auto const count = read_check(H5Tget_nmembers(type.get()), place);
  for (unsigned i = 0; i < static_cast<unsigned>(count); ++i) {
    Handle const member{H5Tget_member_type(type.get(), i), H5Tclose};
    char* const name = H5Tget_member_name(type.get(), i);
    std::string const column = name ? name : "";
    H5free_memory(name);
    auto const known = read_column_type(member.get());
    if (!known || layout.find(column))
      throw JobError{fmt::format("{}: column '{}' has an unknown type", place, column)};
    layout.add(column, *known);
  }
  return layout;
}

} // namespace rankfold::hdf5
