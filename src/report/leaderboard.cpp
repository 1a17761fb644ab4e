#include "report/leaderboard.hpp"

#include "results/read_live.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace rankfold::report {
namespace {

/// What the folds of each trial add up to; trials are counted from 0 without gaps worth mentioning.
class FoldSums {
public:
  FoldSums(std::size_t metrics, std::int64_t folds) : metrics_{metrics}, folds_{folds} {}

  void add(results::FoldRecord const& fold) {
    auto const& trial = fold.result.request.trial;
    auto& sums = trials_[trial];
    if (sums.metrics.empty()) sums.metrics.resize(metrics_);
    ++sums.folds;
    for (std::size_t i = 0; i < metrics_; ++i) sums.metrics[i] += fold.result.metrics[i];
    if (fold.result.state != State::failed) return;
    ++failures_[fold.reason];
    if (sums.first_failure.reason < 0) sums.first_failure = {fold.result.cause, fold.reason};
  }

  [[nodiscard]] std::vector<double> means(TrialId trial) const {
    auto const found = trials_.find(trial);
    bool const whole = found != trials_.end() && found->second.folds == folds_;
    if (!whole) return std::vector<double>(metrics_, std::numeric_limits<double>::quiet_NaN());
    auto means = found->second.metrics;
    for (auto& mean : means) mean /= static_cast<double>(folds_);
    return means;
  }

  struct Failure {
    roles::Cause cause = roles::Cause::none;
    std::int64_t reason = -1;
  };
  /// Of the trial's first fold that failed.
  [[nodiscard]] Failure first_failure(TrialId trial) const {
    auto const found = trials_.find(trial);
    return found == trials_.end() ? Failure{} : found->second.first_failure;
  }

  [[nodiscard]] std::map<std::int64_t, std::int64_t> const& failures() const { return failures_; }

private:
  struct Sums {
    std::vector<double> metrics;
    std::int64_t folds = 0;
    Failure first_failure;
  };
  std::size_t metrics_;
  std::int64_t folds_;
  std::unordered_map<TrialId, Sums> trials_;
  std::map<std::int64_t, std::int64_t> failures_; ///< folds by reason
};

std::string reason_text(std::vector<std::string> const& reasons, std::int64_t number) {
  bool const known = number >= 0 && static_cast<std::size_t>(number) < reasons.size();
  return known ? reasons[static_cast<std::size_t>(number)] : std::string{};
}

std::vector<Leaderboard::Failure> rank_failures(FoldSums const& sums, std::vector<std::string> const& reasons) {
  std::vector<Leaderboard::Failure> failures;
  for (auto const& [reason, folds] : sums.failures()) failures.push_back({reason_text(reasons, reason), folds});
  std::ranges::stable_sort(failures, std::greater{}, &Leaderboard::Failure::folds);
  return failures;
}

/// Complete trials by their objective, then what may still come, then what failed.
int standing(State state) {
  switch (state) {
  case State::complete:
    return 0;
  case State::pruned:
    return 1;
  case State::running:
    return 2;
  case State::waiting:
    return 3;
  case State::cancelled:
    return 4;
  case State::failed:
    return 5;
  }
  return 6;
}

void rank_trials(std::vector<RankedTrial>& trials, job::Direction direction) {
  auto const better = [&](RankedTrial const& a, RankedTrial const& b) {
    auto const place_a = standing(a.record.state), place_b = standing(b.record.state);
    if (place_a != place_b) return place_a < place_b;
    if (job::is_better(a.record.objective, b.record.objective, direction)) return true;
    if (job::is_better(b.record.objective, a.record.objective, direction)) return false;
    return a.record.trial < b.record.trial;
  };
  std::ranges::sort(trials, better);
}

/// What of the file is held in memory: all but the folds.
struct Contents {
  // Read in this order: the writer makes what a row refers to, or counts, visible before it.
  results::ProgressRecord progress;
  std::vector<roles::TaskRecord> tasks;
  std::vector<roles::TrialRecord> trials;
  FoldSums folds;
  std::vector<std::string> reasons;
  results::Configurations configurations;

  explicit Contents(results::ResultReader const& file) :
      progress{file.progress()}, tasks{file.tasks()}, trials{file.trials()}, folds{file.metrics().size(),
                                                                                   file.info().folds_per_trial} {
    file.for_each_fold([&](results::FoldRecord const& fold) { folds.add(fold); });
    reasons = file.reasons();
    configurations = file.configurations();
  }
};

std::vector<RankedTask> rank_tasks(Contents const& contents, job::Direction direction) {
  std::vector<RankedTask> tasks;
  for (auto const& task : contents.tasks) tasks.push_back({task, {}});
  for (auto const& trial : contents.trials) {
    auto const configuration = contents.configurations.find(trial.configuration);
    if (!trial.task.exists() || trial.task.index() >= tasks.size() || configuration == contents.configurations.end())
      continue; // of a file that is damaged
    auto const failure = contents.folds.first_failure(trial.trial);
    tasks[trial.task.index()].trials.push_back({trial, configuration->second, contents.folds.means(trial.trial),
                                                failure.cause, reason_text(contents.reasons, failure.reason)});
  }
  for (auto& task : tasks) rank_trials(task.trials, direction);
  return tasks;
}

Leaderboard make_leaderboard(results::ResultReader const& file) {
  Contents const contents{file};
  Leaderboard board;
  board.job = file.info().job_name;
  board.status = file.interrupted() ? "interrupted" : to_string(contents.progress.state);
  board.objective = file.info().objective;
  board.metrics = file.metrics();
  board.progress = contents.progress;
  board.tasks = rank_tasks(contents, file.info().direction);
  board.failures = rank_failures(contents.folds, contents.reasons);
  return board;
}

} // namespace

Leaderboard read_leaderboard(std::filesystem::path const& result_file) {
  return results::read_live(result_file, make_leaderboard);
}

void select_task(Leaderboard& board, std::string const& task) {
  std::vector<std::string> names;
  for (auto const& each : board.tasks) names.push_back(each.record.name);
  std::erase_if(board.tasks, [&](RankedTask const& each) { return each.record.name != task; });
  if (board.tasks.empty())
    throw JobError{fmt::format("job '{}' has no task '{}'{}", board.job, task, did_you_mean(task, names))};
}

void cut_trials(Leaderboard& board, std::size_t top) {
  for (auto& task : board.tasks)
    if (task.trials.size() > top)
      task.trials.erase(task.trials.begin() + static_cast<std::ptrdiff_t>(top), task.trials.end());
}

} // namespace rankfold::report
