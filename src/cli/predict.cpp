#include "cli/predicting.hpp"

#include "cli/forecast_options.hpp"
#include "support/error.hpp"
#include <iostream>

namespace rankfold::cli {
namespace {

constexpr char const* program = "rankfold predict";

/// @throws JobError where the options are not those for what the models were fitted to
void check_options(cxxopts::ParseResult const& parsed, StoredModels const& file) {
  auto const refuse = [&](std::string_view why) {
    throw JobError{fmt::format("{}: '{}' {}", program, file.path.native(), why)};
  };
  bool const horizon = parsed.count("horizon") > 0, data = parsed.count("data") > 0, level = parsed.count("level") > 0;
  switch (file.kind) {
  case job::DataKind::none:
    return refuse("has no models: its learners are not fitted to data");
  case job::DataKind::series:
    if (data) refuse("has models of series: they forecast --horizon steps, --data is for models of tables");
    if (!horizon) refuse("has models of series: --horizon is missing, the number of steps to forecast");
    return;
  case job::DataKind::table:
    if (horizon || level) refuse("has the model of a table: --horizon and --level are for models of series");
    if (!data) refuse("has the model of a table: --data is missing, the file with the rows to predict for");
  }
}

} // namespace

int predict(Arguments const& arguments) {
  auto options = result_file_options(program, "Predicts with the models of a result file: the best configuration of "
                                              "each task, fitted to all its data. Nothing is fitted again.\n");
  options.add_options()("task", "Only this task", cxxopts::value<std::string>()->default_value(""),
                        "NAME")("data", "Of a table: the rows to predict for", cxxopts::value<std::string>(), "FILE")(
      "format", "table, json or csv", cxxopts::value<std::string>()->default_value("table"), "FORMAT");
  add_forecast_options(options, cxxopts::value<std::string>());
  auto const parsed = parse_with_result_file(options, arguments);
  if (!parsed) return success;

  auto const format = choice(*parsed, "format", {"table", "json", "csv"});
  auto const file = read_models((*parsed)["result"].as<std::string>(), (*parsed)["task"].as<std::string>());
  check_options(*parsed, file);
  bool const all =
      file.kind == job::DataKind::table ? predict_table(*parsed, file, format) : predict_series(*parsed, file, format);
  if (!std::cout.flush()) throw SystemError{"cannot write to standard output"};
  return all ? success : no_result;
}

} // namespace rankfold::cli
