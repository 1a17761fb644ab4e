#include "cli/options.hpp"
#include "report/table_export.hpp"
#include <iostream>

namespace rankfold::cli {

int export_table(Arguments const& arguments) {
  auto options = result_file_options("rankfold export", "Writes one table of a result file to standard output.\n");
  options.add_options()("table", "trials, folds, tasks, ranks, events or configurations",
                        cxxopts::value<std::string>()->default_value("trials"), "TABLE")(
      "format", "csv or json", cxxopts::value<std::string>()->default_value("csv"), "FORMAT");
  auto const parsed = parse_with_result_file(options, arguments);
  if (!parsed) return success;

  auto const table = choice(*parsed, "table", report::exportable_tables());
  auto const format = choice(*parsed, "format", {"csv", "json"});
  results::ResultReader const file{(*parsed)["result"].as<std::string>()};
  report::export_table(file, table, format == "csv" ? report::ExportFormat::csv : report::ExportFormat::json,
                       std::cout);
  if (!std::cout.flush()) throw SystemError{"cannot write to standard output"};
  return success;
}

} // namespace rankfold::cli
