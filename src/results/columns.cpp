#include "results/columns.hpp"

#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::results {

hdf5::ColumnType status_type() { return hdf5::ColumnType::choice({state_names.begin(), state_names.end()}); }

hdf5::Column require(hdf5::RowLayout const& layout, std::string const& name) {
  auto const* const found = layout.find(name);
  if (!found) throw JobError{fmt::format("the result file is damaged: column '{}' is missing", name)};
  return *found;
}

std::optional<hdf5::Column> find_column(hdf5::RowLayout const& layout, std::string const& name) {
  auto const* const found = layout.find(name);
  return found ? std::optional{*found} : std::nullopt;
}

State get_state(hdf5::ConstRow row, hdf5::Column const& column) {
  auto const number = static_cast<std::size_t>(hdf5::get_integer(row, column));
  if (number >= state_names.size()) throw JobError{fmt::format("the result file is damaged: status {}", number)};
  return static_cast<State>(number);
}

void set_state(hdf5::Row row, hdf5::Column const& column, State state) {
  hdf5::set_integer(row, column, static_cast<std::int64_t>(state));
}

} // namespace rankfold::results
