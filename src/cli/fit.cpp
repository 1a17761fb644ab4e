#include "cli/fit_report.hpp"
#include "cli/forecast_options.hpp"
#include "data/read_data.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "support/clock.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <numeric>

namespace rankfold::cli {
namespace {

/// What the command line asks for.
struct FitRequest {
  job::LearnerInfo const& learner;
  Parameters parameters;
  job::DataSpec data;
  ForecastRequest forecast;
};

job::LearnerInfo const& find_learner(std::string const& name) {
  auto const& catalogue = learners::catalogue();
  if (auto const* learner = job::find_learner(catalogue, name)) return *learner;
  std::vector<std::string> known;
  for (auto const& learner : catalogue) known.push_back(learner.name);
  throw JobError{fmt::format("rankfold fit: --learner: unknown learner '{}' (known: {}){}", name,
                             fmt::join(known, ", "), did_you_mean(name, known))};
}

/// The first positional argument; the others are hyperparameters.
std::string take_path(std::vector<std::string>& words) {
  if (words.empty()) throw JobError{"rankfold fit: a data file is missing (see 'rankfold fit --help')"};
  auto path = std::move(words.front());
  words.erase(words.begin());
  return path;
}

job::DataSpec data_spec(cxxopts::ParseResult const& parsed, std::string const& path, job::LearnerInfo const& learner) {
  job::DataSpec spec;
  spec.kind = learner.serves(job::DataKind::series) ? job::DataKind::series : job::DataKind::table;
  if (!learner.serves(spec.kind)) {
    throw JobError{fmt::format("rankfold fit: --learner: {} is not fitted to data", learner.name)};
  }
  spec.path = path;
  spec.id = parsed["id"].as<std::string>();
  spec.time = parsed["time"].as<std::string>();
  spec.target = parsed["target"].as<std::string>();
  spec.offset = parsed["offset"].as<double>();
  if (parsed.count("select") > 0) spec.select = parsed["select"].as<std::vector<std::string>>();
  bool const wide = choice(parsed, "layout", {"long", "wide"}) == "wide";
  spec.layout = wide ? job::DataSpec::Layout::wide : job::DataSpec::Layout::long_form;
  return spec;
}

FitRequest read_request(cxxopts::ParseResult const& parsed) {
  std::vector<std::string> words;
  if (parsed.count("words") > 0) words = parsed["words"].as<std::vector<std::string>>();
  auto const path = take_path(words);
  if (parsed.count("learner") == 0) {
    throw JobError{"rankfold fit: --learner is missing ('rankfold learners' lists them)"};
  }
  auto const& learner = find_learner(parsed["learner"].as<std::string>());
  auto forecast = read_forecast_request(parsed, "rankfold fit");
  auto given = job::read_configuration(learner, words).parameters;
  return {learner, learners::with_defaults(learner, std::move(given)), data_spec(parsed, path, learner),
          std::move(forecast)};
}

/// Calls `fit`, which fills in the report; whatever a learner throws becomes the report's error.
template <class Fit> FitReport report_of(std::string name, std::size_t points, FitRequest const& request, Fit fit) {
  FitReport report{std::move(name), points, request.learner.name, 0, {}, {}, {}};
  Stopwatch const watch;
  try {
    fit(report);
  } catch (ContractViolation const&) {
    throw;
  } catch (std::exception const& failure) {
    report.error = failure.what();
  }
  report.seconds = watch.seconds();
  return report;
}

FitReport fit_series(data::Series const& series, FitRequest const& request) {
  return report_of(std::string{series.name}, series.values.size(), request, [&](FitReport& report) {
    auto const model = learners::find_forecaster(request.learner.name)->fit(series.values, request.parameters);
    report.forecast = model->forecast(request.forecast.horizon, request.forecast.levels);
    report.model = model->describe();
  });
}

FitReport fit_table(data::Dataset const& table, FitRequest const& request) {
  std::vector<std::uint32_t> rows(table.row_count());
  std::iota(rows.begin(), rows.end(), 0U);
  auto const problem = table.target().categories.empty() ? job::Problem::regression : job::Problem::classification;
  return report_of(request.data.path.stem().string(), rows.size(), request, [&](FitReport& report) {
    auto const* learner = learners::find_table_learner(request.learner.name);
    report.model = learner->fit({table, rows}, problem, request.parameters, RandomStream{0, 0, 0, 0})->describe();
  });
}

/// @return whether every fit succeeded.
bool fit_all(data::Dataset const& dataset, FitRequest const& request, FitPrinter& printer) {
  if (dataset.kind() == job::DataKind::table) return printer.print(fit_table(dataset, request));
  bool all = true;
  for (std::size_t i = 0; i < dataset.series_count(); ++i) {
    all = printer.print(fit_series(dataset.series(i), request)) && all;
  }
  return all;
}

cxxopts::Options fit_options() {
  using Text = std::string;
  auto const text = [] { return cxxopts::value<Text>()->default_value(""); };
  cxxopts::Options options{"rankfold fit", "Fits one configuration to a table, or to every series of a file.\n\n"
                                           "  NAME=VALUE sets a hyperparameter, VALUE as in a job file: order=[2,1,1] "
                                           "model=ZNA damped=true\n"};
  options.add_options()                                                                                             //
      ("words", "The data file, then NAME=VALUE", cxxopts::value<std::vector<Text>>())                              //
      ("learner", "What to fit", cxxopts::value<Text>(), "NAME")                                                    //
      ("id", "Column that names the series; none: the file is a single series", text(), "COLUMN")                   //
      ("time", "Column with the times; none: the rows are in order", text(), "COLUMN")                              //
      ("target", "Column with the values; none: the last one with numbers", text(), "COLUMN")                       //
      ("select", "Only the series of this name (repeatable)", cxxopts::value<std::vector<Text>>(), "NAME")          //
      ("layout", "long: a row an observation; wide: a row a series", cxxopts::value<Text>()->default_value("long")) //
      ("offset", "Added to the target", cxxopts::value<double>()->default_value("0"))                               //
      ("format", "table or json", cxxopts::value<Text>()->default_value("table"));
  add_forecast_options(options, cxxopts::value<Text>()->default_value("12"));
  options.parse_positional({"words"});
  options.positional_help("DATA [NAME=VALUE...]");
  return options;
}

} // namespace

int fit(Arguments const& arguments) {
  auto options = fit_options();
  auto const parsed = parse(options, arguments);
  if (!parsed) return success;
  bool const json = choice(*parsed, "format", {"table", "json"}) == "json";
  auto const request = read_request(*parsed);
  auto const loaded = data::read_data(request.data, {});
  for (auto const& notice : loaded.notices) std::cerr << "note: " << notice << '\n';

  auto const printer = json ? json_printer(std::cout) : table_printer(std::cout, loaded.dataset.series_count());
  bool const all = fit_all(loaded.dataset, request, *printer);
  printer->finish();
  return all ? success : no_result;
}

} // namespace rankfold::cli
