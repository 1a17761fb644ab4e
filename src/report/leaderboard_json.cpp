#include "report/leaderboard.hpp"
#include "report/value_json.hpp"
#include <nlohmann/json.hpp>

namespace rankfold::report {
namespace {

using Json = nlohmann::ordered_json;

Json trial_json(Leaderboard const& board, RankedTrial const& trial) {
  Json json{{"trial_id", trial.record.trial.value},
            {"learner", trial.configuration.learner},
            {"parameters", to_json(trial.configuration.parameters)},
            {"status", to_string(trial.record.state)},
            {"objective", to_json(trial.record.objective)},
            {"metrics", Json::object()}};
  for (std::size_t i = 0; i < board.metrics.size(); ++i) json["metrics"][board.metrics[i]] = to_json(trial.metrics[i]);
  if (trial.cause != roles::Cause::none) json["cause"] = to_string(trial.cause);
  if (!trial.reason.empty()) json["reason"] = trial.reason;
  return json;
}

Json task_json(Leaderboard const& board, RankedTask const& task) {
  Json json{{"name", task.record.name}, {"status", to_string(task.record.state)}, {"trials", Json::array()}};
  for (auto const& trial : task.trials) json["trials"].push_back(trial_json(board, trial));
  return json;
}

Json batch_json(BatchState const& batch) {
  return {{"id", batch.id},     {"state", batch.state}, {"reason", batch.reason}, {"elapsed", batch.elapsed},
          {"left", batch.left}, {"start", batch.start}, {"nodes", batch.nodes}};
}

} // namespace

std::string to_json(Leaderboard const& board) {
  Json json{
      {"job", board.job},
      {"status", board.status.empty() ? "waiting" : board.status},
      {"progress",
       {{"folds", board.progress.folds}, {"done", board.progress.folds_done}, {"failed", board.progress.folds_failed}}},
      {"tasks", Json::array()}};
  if (board.batch) json["batch"] = batch_json(*board.batch);
  for (auto const& task : board.tasks) json["tasks"].push_back(task_json(board, task));
  return dump(json) + '\n';
}

} // namespace rankfold::report
