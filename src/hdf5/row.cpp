#include "hdf5/row.hpp"

#include "support/error.hpp"
#include <algorithm>
#include <cstring>

namespace rankfold::hdf5 {
namespace {

using Kind = ColumnType::Kind;

template <class T> T load(ConstRow row, Column const& column) {
  T value;
  std::memcpy(&value, row.data() + column.offset, sizeof value);
  return value;
}

template <class T> void store(Row row, Column const& column, T value) {
  std::memcpy(row.data() + column.offset, &value, sizeof value);
}

/// The longest part of `text` of at most `limit` bytes that ends with a whole UTF-8 character.
std::string_view cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  auto const continues = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
  while (limit > 0 && continues(limit)) --limit;
  return text.substr(0, limit);
}

} // namespace

Column RowLayout::add(std::string name, ColumnType type) {
  expects(find(name) == nullptr, "a table's columns have different names");
  columns_.push_back({std::move(name), std::move(type), size_});
  size_ += columns_.back().type.size;
  return columns_.back();
}

Column const* RowLayout::find(std::string_view name) const {
  auto const found = std::find_if(columns_.begin(), columns_.end(), [&](Column const& c) { return c.name == name; });
  return found == columns_.end() ? nullptr : &*found;
}

void set_integer(Row row, Column const& column, std::int64_t value) {
  switch (column.type.kind) {
  case Kind::int64:
    return store(row, column, value);
  case Kind::int32:
    return store(row, column, static_cast<std::int32_t>(value));
  case Kind::boolean:
  case Kind::choice:
    return store(row, column, static_cast<std::uint8_t>(value));
  case Kind::real64:
  case Kind::text:
    break;
  }
  expects(false, "an integer goes into a column of integers");
}

void set_real(Row row, Column const& column, double value) { store(row, column, value); }

void set_text(Row row, Column const& column, std::string_view value) {
  auto const part = cut(value, column.type.size);
  auto* const begin = row.data() + column.offset;
  std::memcpy(begin, part.data(), part.size());
  std::memset(begin + part.size(), 0, column.type.size - part.size());
}

std::int64_t get_integer(ConstRow row, Column const& column) {
  switch (column.type.kind) {
  case Kind::int64:
    return load<std::int64_t>(row, column);
  case Kind::int32:
    return load<std::int32_t>(row, column);
  case Kind::boolean:
  case Kind::choice:
    return load<std::uint8_t>(row, column);
  case Kind::real64:
  case Kind::text:
    break;
  }
  expects(false, "an integer comes from a column of integers");
  return 0;
}

double get_real(ConstRow row, Column const& column) {
  if (column.type.kind == Kind::real64) return load<double>(row, column);
  return static_cast<double>(get_integer(row, column));
}

std::string_view get_text(ConstRow row, Column const& column) {
  auto const* const begin = reinterpret_cast<char const*>(row.data() + column.offset);
  return {begin, ::strnlen(begin, column.type.size)};
}

std::string_view get_word(ConstRow row, Column const& column) {
  if (column.type.kind == Kind::text) return get_text(row, column);
  if (column.type.kind != Kind::choice) return {};
  auto const value = static_cast<std::size_t>(get_integer(row, column));
  return value < column.type.names.size() ? std::string_view{column.type.names[value]} : std::string_view{};
}

} // namespace rankfold::hdf5
