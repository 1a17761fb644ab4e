#include "cli/fit_report.hpp"
#include "cli/predicted_rows.hpp"
#include "cli/predicting.hpp"
#include "learners/registry.hpp"
#include "learners/stored_table_model.hpp"
#include "support/clock.hpp"
#include <iostream>
#include <numeric>

namespace rankfold::cli {
namespace {

learners::StoredTableModel restore_table_model(StoredModels const& file, StoredTask const& task) {
  return restore_model(file.path, task, [&](nlohmann::ordered_json const& state) {
    auto const* learner = learners::find_table_learner(task.model->learner);
    if (learner == nullptr) throw JobError{fmt::format("there is no learner of tables '{}'", task.model->learner)};
    return learners::restore_stored(*learner, state);
  });
}

PredictedRows predict_rows(StoredModels const& file, StoredTask const& task, std::string const& data) {
  auto const stored = restore_table_model(file, task);
  auto const table = data::read_new_rows(data, stored.schema);
  std::vector<std::uint32_t> rows(table.row_count());
  std::iota(rows.begin(), rows.end(), 0U);
  Stopwatch const watch;
  PredictedRows out{task.name,
                    task.model->learner,
                    0,
                    stored.model->describe(),
                    stored.schema.target,
                    stored.model->predict({table, rows})};
  out.seconds = watch.seconds();
  if (out.predictions.classes != out.target.categories.size()) {
    throw JobError{fmt::format("'{}' is damaged: the model of task '{}' has other classes than its target",
                               file.path.native(), task.name)};
  }
  return out;
}

} // namespace

/// A job of a table has one task.
bool predict_table(cxxopts::ParseResult const& parsed, StoredModels const& file, std::string const& format) {
  auto const& task = file.tasks.at(0);
  if (task.model) {
    print(predict_rows(file, task, parsed["data"].as<std::string>()), format, std::cout);
    return true;
  }
  FitReport report{task.name, 0, {}, 0, {}, {}, reason_without_model(file, task)};
  if (format == "json") {
    auto const printer = json_printer(std::cout);
    printer->print(report);
    printer->finish();
  } else {
    std::cerr << fmt::format("{}: {}\n", report.name, report.error);
  }
  return false;
}

} // namespace rankfold::cli
