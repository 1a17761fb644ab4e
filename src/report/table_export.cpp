#include "report/table_export.hpp"

#include "report/csv.hpp"
#include "report/value_json.hpp"
#include "results/each_row.hpp"
#include "results/format.hpp"
#include "support/error.hpp"
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

namespace rankfold::report {
namespace {

using Json = nlohmann::ordered_json;
using Kind = hdf5::ColumnType::Kind;

/// Writes rows of JSON values in either format.
class RowSink {
public:
  RowSink(std::ostream& out, ExportFormat format, std::vector<std::string> names) :
      out_{out}, format_{format}, names_{std::move(names)} {
    out_ << (format_ == ExportFormat::json ? "[" : csv_header());
  }
  void row(std::vector<Json> const& values) {
    if (format_ == ExportFormat::json) {
      json_row(values);
    } else {
      csv_row(values);
    }
  }
  void finish() {
    if (format_ == ExportFormat::json) out_ << "\n]\n";
  }

private:
  std::string csv_header() const {
    std::vector<std::string> fields;
    for (auto const& name : names_) fields.push_back(csv_field(name));
    return csv_line(fields);
  }
  void json_row(std::vector<Json> const& values) {
    auto object = Json::object();
    for (std::size_t i = 0; i < values.size(); ++i) object[names_[i]] = values[i];
    out_ << (first_ ? "\n" : ",\n") << dump(object);
    first_ = false;
  }
  void csv_row(std::vector<Json> const& values) {
    std::vector<std::string> fields;
    for (auto const& value : values) {
      if (value.is_null()) {
        fields.emplace_back();
      } else if (value.is_number_float()) {
        fields.push_back(csv_number(value.get<double>()));
      } else {
        fields.push_back(csv_field(value.is_string() ? value.get<std::string>() : dump(value)));
      }
    }
    out_ << csv_line(fields);
  }

  std::ostream& out_;
  ExportFormat format_;
  std::vector<std::string> names_;
  bool first_ = true;
};

Json cell(hdf5::ConstRow row, hdf5::Column const& column) {
  switch (column.type.kind) {
  case Kind::real64:
    return to_json(get_real(row, column));
  case Kind::boolean:
    return get_integer(row, column) != 0;
  case Kind::text:
  case Kind::choice:
    return std::string{get_word(row, column)};
  default:
    return get_integer(row, column);
  }
}

/// The reason of a fold is a row of /reasons; here it is its text.
Json reason_cell(std::vector<std::string> const& reasons, std::int64_t number) {
  bool const known = number >= 0 && static_cast<std::size_t>(number) < reasons.size();
  return known ? Json(reasons[static_cast<std::size_t>(number)]) : Json(nullptr);
}

void export_rows(results::ResultReader const& file, std::string const& name, RowSink& sink) {
  bool const has_reasons = name == results::fold_table;
  auto const reasons = has_reasons ? file.reasons() : std::vector<std::string>{};
  auto const table = file.table(name);
  results::each_row(table, [&](hdf5::ConstRow row) {
    std::vector<Json> values;
    for (auto const& column : table.layout().columns()) {
      bool const is_reason = has_reasons && column.name == "reason";
      values.push_back(is_reason ? reason_cell(reasons, get_integer(row, column)) : cell(row, column));
    }
    sink.row(values);
  });
}

std::vector<std::string> column_names(hdf5::Table const& table) {
  std::vector<std::string> names;
  for (auto const& column : table.layout().columns()) names.push_back(column.name);
  return names;
}

void export_configurations(results::ResultReader const& file, ExportFormat format, std::ostream& out) {
  std::map<std::int64_t, Configuration> configurations;
  std::set<std::string> hyperparameters;
  for (auto& [id, configuration] : file.configurations()) {
    for (auto const& [name, value] : configuration.parameters) hyperparameters.insert(name);
    configurations.emplace(id.value, configuration);
  }
  std::vector<std::string> names{"configuration_id", "learner"};
  names.insert(names.end(), hyperparameters.begin(), hyperparameters.end());
  RowSink sink{out, format, names};
  for (auto const& [id, configuration] : configurations) {
    std::vector<Json> values{id, configuration.learner};
    for (auto const& name : hyperparameters) {
      auto const found = configuration.parameters.find(name);
      values.push_back(found == configuration.parameters.end() ? Json(nullptr) : to_json(found->second));
    }
    sink.row(values);
  }
  sink.finish();
}

} // namespace

std::vector<std::string> const& exportable_tables() {
  static std::vector<std::string> const tables{"trials", "folds", "tasks", "ranks", "events", "configurations"};
  return tables;
}

void export_table(results::ResultReader const& file, std::string const& table, ExportFormat format, std::ostream& out) {
  if (table == results::configuration_group) return export_configurations(file, format, out);
  RowSink sink{out, format, column_names(file.table(table))};
  export_rows(file, table, sink);
  sink.finish();
}

} // namespace rankfold::report
