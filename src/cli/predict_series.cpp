#include "cli/fit_report.hpp"
#include "cli/forecast_options.hpp"
#include "cli/predicting.hpp"
#include "learners/registry.hpp"
#include "support/clock.hpp"
#include <iostream>

namespace rankfold::cli {
namespace {

using Model = std::unique_ptr<learners::FittedForecaster>;

/// Null for a task that has no model.
Model restore_forecaster(StoredModels const& file, StoredTask const& task) {
  if (!task.model) return nullptr;
  return restore_model(file.path, task, [&](nlohmann::ordered_json const& state) {
    auto const* forecaster = learners::find_forecaster(task.model->learner);
    if (forecaster == nullptr) throw JobError{fmt::format("there is no forecaster '{}'", task.model->learner)};
    return forecaster->restore(state);
  });
}

FitReport forecast_task(StoredModels const& file, StoredTask const& task, learners::FittedForecaster const* model,
                        ForecastRequest const& wanted) {
  FitReport report{task.name, task.points, {}, 0, {}, {}, {}};
  if (model == nullptr) {
    report.error = reason_without_model(file, task);
    return report;
  }
  Stopwatch const watch;
  report.learner = task.model->learner;
  report.forecast = model->forecast(wanted.horizon, wanted.levels);
  report.model = model->describe();
  report.seconds = watch.seconds();
  return report;
}

/// The tasks that have no model are told on standard error where the output has no place for them.
bool forecast_all(StoredModels const& file, std::vector<Model> const& models, ForecastRequest const& wanted,
                  std::string const& format) {
  auto const printer = format == "json"  ? json_printer(std::cout)
                       : format == "csv" ? csv_printer(std::cout, wanted.levels)
                                         : table_printer(std::cout, file.tasks.size());
  bool all = true;
  for (std::size_t i = 0; i < models.size(); ++i) {
    auto const report = forecast_task(file, file.tasks[i], models[i].get(), wanted);
    if (!printer->print(report)) {
      all = false;
      if (format == "csv") std::cerr << fmt::format("{}: {}\n", report.name, report.error);
    }
  }
  printer->finish();
  return all;
}

} // namespace

bool predict_series(cxxopts::ParseResult const& parsed, StoredModels const& file, std::string const& format) {
  auto const wanted = read_forecast_request(parsed, "rankfold predict");
  std::vector<Model> models; // all, before anything is printed: one may be damaged
  for (auto const& task : file.tasks) models.push_back(restore_forecaster(file, task));
  return forecast_all(file, models, wanted, format);
}

} // namespace rankfold::cli
