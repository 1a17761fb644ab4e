#include "report/leaderboard.hpp"
#include "report/text_table.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace rankfold::report {
namespace {

using Align = TextTable::Align;

/// With more tasks than this, a list of trials for each would bury what matters.
constexpr std::size_t few_tasks = 5;
constexpr std::size_t most_failures = 5;

std::string parameters_text(Parameters const& parameters) {
  std::string text;
  for (auto const& [name, value] : parameters)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value.is_text() ? value.as_text() : to_text(value));
  return text;
}

/// "1 fold", "2 folds".
std::string counted(std::int64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string batch_text(BatchState const& batch) {
  auto text = fmt::format("job {}: {}", batch.id, batch.state);
  if (!batch.nodes.empty()) text += fmt::format(" on {}", batch.nodes);
  if (!batch.reason.empty()) text += fmt::format(" ({})", batch.reason);
  if (batch.state == "running" && !batch.elapsed.empty())
    text += fmt::format(", since {}, {} left", batch.elapsed, batch.left);
  if (batch.state == "pending" && batch.start != "N/A") text += fmt::format(", expected to start at {}", batch.start);
  return text + '\n';
}

std::string heading(Leaderboard const& board) {
  auto const& progress = board.progress;
  auto const batch = board.batch ? batch_text(*board.batch) : std::string{};
  if (board.batch && board.status.empty()) return batch + board.job + ": no result file yet\n";
  auto text =
      batch + fmt::format("{}: {}, {} of {} folds done", board.job, board.status, progress.folds_done, progress.folds);
  if (progress.folds_failed > 0) text += fmt::format(" ({} failed)", progress.folds_failed);
  if (progress.tasks > 1) text += fmt::format(", {} of {} tasks", progress.tasks_done, progress.tasks);
  if (board.status == "interrupted" || board.status == "cancelled") text += "; 'rankfold run --resume' continues it";
  return text + '\n';
}

void trial_columns(TextTable& table, Leaderboard const& board) {
  table.column("trial", Align::right);
  for (auto const& metric : board.metrics) table.column(metric, Align::right);
  table.column("learner");
  table.column("parameters");
}

std::vector<std::string> trial_cells(RankedTrial const& trial) {
  std::vector<std::string> cells{fmt::format("{}", trial.record.trial.value)};
  for (double const metric : trial.metrics) cells.push_back(short_number(metric));
  cells.push_back(trial.configuration.learner);
  auto text = parameters_text(trial.configuration.parameters);
  if (trial.record.state != State::complete) {
    auto const& why = trial.reason;
    text +=
        fmt::format("{}({}{}{})", text.empty() ? "" : " ", to_string(trial.record.state), why.empty() ? "" : ": ", why);
  }
  cells.push_back(std::move(text));
  return cells;
}

std::string task_text(Leaderboard const& board, RankedTask const& task, std::size_t top) {
  auto const& record = task.record;
  auto text = fmt::format("\n{}: {}, {} trials", record.name, to_string(record.state), task.trials.size());
  if (record.failed > 0) text += fmt::format(" ({} failed)", record.failed);
  text += '\n';
  if (task.trials.empty()) return text;
  TextTable table;
  trial_columns(table, board);
  for (std::size_t i = 0; i < std::min(top, task.trials.size()); ++i) table.row(trial_cells(task.trials[i]));
  text += table.text(2);
  if (task.trials.size() > top)
    text += fmt::format("  ... and {} more (--top {})\n", task.trials.size() - top, task.trials.size());
  return text;
}

/// How often each configuration was a task's best: what to try first next time.
std::string winners_text(Leaderboard const& board, std::size_t top) {
  std::map<std::string, std::int64_t> wins;
  for (auto const& task : board.tasks) {
    if (task.trials.empty() || task.trials.front().record.state != State::complete) continue;
    auto const& best = task.trials.front().configuration;
    ++wins[fmt::format("{} {}", best.learner, parameters_text(best.parameters))];
  }
  std::vector<std::pair<std::int64_t, std::string>> ranked;
  for (auto const& [configuration, tasks] : wins) ranked.emplace_back(-tasks, configuration);
  std::ranges::sort(ranked);
  TextTable table;
  table.column("best in", Align::right);
  table.column("configuration");
  for (std::size_t i = 0; i < std::min(top, ranked.size()); ++i)
    table.row({counted(-ranked[i].first, "task"), ranked[i].second});
  return ranked.empty() ? std::string{} : '\n' + table.text(2);
}

/// Tasks without a result first: they are what someone has to look at. Then in the order of the data.
std::vector<RankedTask const*> by_urgency(Leaderboard const& board) {
  std::vector<RankedTask const*> tasks;
  for (auto const& task : board.tasks) tasks.push_back(&task);
  std::ranges::stable_partition(tasks, [](auto const* task) { return task->record.state == State::failed; });
  return tasks;
}

std::vector<std::string> best_cells(RankedTask const& task, std::size_t metrics) {
  std::vector<std::string> cells{task.record.name};
  if (!task.trials.empty()) {
    std::ranges::copy(trial_cells(task.trials.front()), std::back_inserter(cells));
  } else {
    cells.resize(cells.size() + 1 + metrics, "-");
    cells.insert(cells.end(), {"-", fmt::format("({})", to_string(task.record.state))});
  }
  return cells;
}

std::string tasks_text(Leaderboard const& board, std::size_t top) {
  TextTable table;
  table.column("task");
  trial_columns(table, board);
  auto const tasks = by_urgency(board);
  for (std::size_t i = 0; i < std::min(top, tasks.size()); ++i) table.row(best_cells(*tasks[i], board.metrics.size()));
  auto text = "\nBest of each task:\n" + table.text(2);
  if (tasks.size() > top)
    text += fmt::format("  ... and {} more tasks (--task NAME, --top N, --format csv)\n", tasks.size() - top);
  return text;
}

std::string failures_text(Leaderboard const& board) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most_failures, board.failures.size()); ++i)
    text += fmt::format("  {}: {}\n", counted(board.failures[i].folds, "fold"), board.failures[i].reason);
  return text.empty() ? text : "\nFailed:\n" + text;
}

} // namespace

std::string to_table(Leaderboard const& board, std::size_t top) {
  auto text = heading(board);
  if (board.tasks.size() > few_tasks)
    return text + winners_text(board, top) + tasks_text(board, top) + failures_text(board);
  for (auto const& task : board.tasks) text += task_text(board, task, top);
  return text + failures_text(board);
}

} // namespace rankfold::report
