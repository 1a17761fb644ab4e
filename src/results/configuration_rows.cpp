#include "results/configuration_rows.hpp"

#include "results/value_text.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace rankfold::results {
namespace {

using hdf5::ColumnType;
using Kind = ColumnType::Kind;

constexpr std::int64_t absent_integer = std::numeric_limits<std::int64_t>::min();

/// What a column must hold: found by looking at every value of a hyperparameter, over all specs.
struct Contents {
  bool boolean = false, integer = false, real = false, other = false;
  bool may_be_absent = false;
  std::size_t specs = 0;
  std::size_t widest = 1; ///< bytes, as text

  void see(Value const& value) {
    boolean = boolean || value.is_bool();
    integer = integer || value.is_integer();
    real = real || value.is_real();
    other = other || value.is_text() || value.is_list();
    widest = std::max(widest, value_to_cell(value).size());
  }
  void see(job::Range const& range) {
    (range.integer ? integer : real) = true;
    widest = std::max<std::size_t>(widest, 24); // the longest number
  }
  [[nodiscard]] ColumnType type() const {
    bool const number = integer || real;
    if (other || (boolean && (number || may_be_absent))) return ColumnType::text(widest);
    if (boolean) return ColumnType::boolean();
    return real ? ColumnType::real64() : ColumnType::int64();
  }
};

void see(Contents& contents, job::Domain const& domain) {
  ++contents.specs;
  if (!domain.when.empty()) contents.may_be_absent = true;
  if (auto const* const range = std::get_if<job::Range>(&domain.values)) return contents.see(*range);
  for (auto const& value : std::get<std::vector<Value>>(domain.values)) contents.see(value);
}

void set_absent(hdf5::Row row, hdf5::Column const& column) {
  switch (column.type.kind) {
  case Kind::real64:
    return set_real(row, column, std::numeric_limits<double>::quiet_NaN());
  case Kind::text:
    return set_text(row, column, "");
  case Kind::boolean:
    return set_integer(row, column, 0);
  default:
    return set_integer(row, column, absent_integer);
  }
}

void set_value(hdf5::Row row, hdf5::Column const& column, Value const& value) {
  switch (column.type.kind) {
  case Kind::real64:
    return set_real(row, column, value.as_real());
  case Kind::text:
    return set_text(row, column, value_to_cell(value));
  case Kind::boolean:
    return set_integer(row, column, value.as_bool() ? 1 : 0);
  default:
    return set_integer(row, column, value.as_integer());
  }
}

std::optional<Value> get_value(hdf5::ConstRow row, hdf5::Column const& column) {
  switch (column.type.kind) {
  case Kind::real64: {
    double const number = get_real(row, column);
    return std::isnan(number) ? std::nullopt : std::optional<Value>{number};
  }
  case Kind::text: {
    auto const cell = get_text(row, column);
    return cell.empty() ? std::nullopt : std::optional<Value>{value_from_cell(cell)};
  }
  case Kind::boolean:
    return Value{get_integer(row, column) != 0};
  default: {
    auto const number = get_integer(row, column);
    return number == absent_integer ? std::nullopt : std::optional<Value>{number};
  }
  }
}

} // namespace

hdf5::RowLayout ConfigurationRows::layout(std::vector<job::LearnerSpec> const& specs) {
  std::vector<std::string> names; // in file order
  std::map<std::string, Contents> contents;
  for (auto const& spec : specs) {
    for (auto const& domain : spec.domains) {
      if (!contents.contains(domain.hyperparameter)) names.push_back(domain.hyperparameter);
      see(contents[domain.hyperparameter], domain);
    }
  }
  hdf5::RowLayout layout;
  layout.add("configuration_id", ColumnType::int64());
  for (auto const& name : names) {
    auto& column = contents[name];
    if (column.specs < specs.size()) column.may_be_absent = true;
    layout.add(name, column.type());
  }
  return layout;
}

ConfigurationRows::ConfigurationRows(hdf5::RowLayout const& layout) :
    configuration_id_{require(layout, "configuration_id")} {
  for (auto const& column : layout.columns())
    if (column.name != configuration_id_.name) hyperparameters_.push_back(column);
}

void ConfigurationRows::encode(hdf5::Row row, Record const& record) const {
  set_integer(row, configuration_id_, record.id.value);
  std::size_t known = 0;
  for (auto const& column : hyperparameters_) {
    auto const value = record.parameters.find(column.name);
    if (value == record.parameters.end()) {
      set_absent(row, column);
    } else {
      set_value(row, column, value->second);
      ++known;
    }
  }
  expects(known == record.parameters.size(), "a configuration has only hyperparameters of the job's domains");
}

ConfigurationRows::Record ConfigurationRows::decode(hdf5::ConstRow row) const {
  Record record;
  record.id = {get_integer(row, configuration_id_)};
  for (auto const& column : hyperparameters_)
    if (auto value = get_value(row, column)) record.parameters.emplace(column.name, std::move(*value));
  return record;
}

} // namespace rankfold::results
