#include "report/csv.hpp"
#include "report/leaderboard.hpp"
#include "report/value_json.hpp"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace rankfold::report {
namespace {

std::vector<std::string> header(Leaderboard const& board) {
  std::vector<std::string> names{"task", "place", "trial_id", "learner", "parameters", "status", "objective"};
  for (auto const& metric : board.metrics) names.push_back(csv_field(metric));
  names.insert(names.end(), {"cause", "reason"});
  return names;
}

std::vector<std::string> fields(RankedTask const& task, std::size_t place) {
  auto const& trial = task.trials[place];
  std::vector<std::string> fields{csv_field(task.record.name),
                                  fmt::format("{}", place + 1),
                                  fmt::format("{}", trial.record.trial.value),
                                  csv_field(trial.configuration.learner),
                                  csv_field(dump(to_json(trial.configuration.parameters))),
                                  std::string{to_string(trial.record.state)},
                                  csv_number(trial.record.objective)};
  for (double const metric : trial.metrics) fields.push_back(csv_number(metric));
  fields.emplace_back(trial.cause == roles::Cause::none ? std::string_view{} : to_string(trial.cause));
  fields.push_back(csv_field(trial.reason));
  return fields;
}

} // namespace

std::string to_csv(Leaderboard const& board) {
  auto text = csv_line(header(board));
  for (auto const& task : board.tasks)
    for (std::size_t place = 0; place < task.trials.size(); ++place) text += csv_line(fields(task, place));
  return text;
}

} // namespace rankfold::report
