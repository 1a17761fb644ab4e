#include "results/verify.hpp"

#include "support/error.hpp"
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <numeric>

namespace rankfold::results {
namespace {

/// What the folds of one trial say.
struct FoldSummary {
  std::vector<double> objectives; ///< of complete folds, in fold order
  std::int64_t failed = 0;
};

struct TaskSummary {
  std::int64_t trials = 0, complete = 0, failed = 0;
  TrialId best;
  double best_objective = std::numeric_limits<double>::quiet_NaN();
};

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

class Verification {
public:
  explicit Verification(ResultReader const& reader) : reader_{reader} {}

  std::vector<std::string> run() {
    // First: of a file that a run ends while it is read, all that the checksums are of is seen.
    found_ = changed_datasets(reader_);
    try {
      check_rows();
    } catch (JobError const& damage) {
      if (found_.empty()) throw;
      found_.emplace_back(damage.what()); // what is damaged may be unreadable as well
    }
    return std::move(found_);
  }

private:
  template <class... Args> void tell(fmt::format_string<Args...> text, Args&&... args) {
    found_.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

  void check_rows() {
    read_folds();
    for (auto const& trial : reader_.trials()) check(trial);
    for (auto const& task : reader_.tasks()) check(task);
    check(reader_.progress());
  }

  void read_folds() {
    reader_.for_each_fold([&](FoldRecord const& record) {
      auto& trial = folds_[record.result.request.trial.value];
      if (record.result.state == State::complete) trial.objectives.push_back(record.result.metrics[0]);
      if (record.result.state == State::failed) ++trial.failed;
      ++done_;
      failed_ += record.result.state == State::failed ? 1 : 0;
    });
  }

  void check(roles::TrialRecord const& trial) {
    auto const& folds = folds_[trial.trial.value];
    auto const complete = static_cast<std::int64_t>(folds.objectives.size());
    auto const all = reader_.info().folds_per_trial;
    auto& task = tasks_[trial.task.value];
    ++task.trials;
    if (trial.state == State::complete) {
      if (complete != all) tell("trial {} is complete with {} of {} folds", trial.trial.value, complete, all);
      auto const mean =
          std::accumulate(folds.objectives.begin(), folds.objectives.end(), 0.0) / static_cast<double>(all);
      if (!same(mean, trial.objective)) {
        tell("trial {}: objective {} is not the mean of its folds, {}", trial.trial.value, trial.objective, mean);
      }
      ++task.complete;
      consider(task, trial);
    } else if (trial.state == State::failed) {
      if (folds.failed == 0) tell("trial {} has failed, none of its folds has", trial.trial.value);
      ++task.failed;
    } else if (complete + folds.failed == all) {
      tell("trial {} is {} with all its folds done", trial.trial.value, to_string(trial.state));
    }
  }

  /// Trials come in the order of their numbers, so of equal ones the first stays.
  void consider(TaskSummary& task, roles::TrialRecord const& trial) const {
    if (task.best.exists() && !job::is_better(trial.objective, task.best_objective, reader_.info().direction)) return;
    task.best = trial.trial;
    task.best_objective = trial.objective;
  }

  void check(roles::TaskRecord const& task) {
    if (task.state == State::waiting) return;
    auto const& trials = tasks_[task.task.value];
    // A task's row is written when a trial ends, so it may count fewer that are still running.
    if (is_final(task.state) && task.trials != trials.trials) {
      tell("task {} counts {} trials, there are {}", task.name, task.trials, trials.trials);
    }
    if (task.complete != trials.complete || task.failed != trials.failed) {
      tell("task {} counts {} complete and {} failed trials, there are {} and {}", task.name, task.complete,
           task.failed, trials.complete, trials.failed);
    }
    if (task.best_trial != trials.best || !same(task.best_objective, trials.best_objective)) {
      tell("task {}: best trial {} ({}), but the best is {} ({})", task.name, task.best_trial.value,
           task.best_objective, trials.best.value, trials.best_objective);
    }
  }

  void check(ProgressRecord const& progress) {
    if (progress.folds_done != done_ || progress.folds_failed != failed_) {
      tell("progress counts {} folds done, {} of them failed; there are {} and {}", progress.folds_done,
           progress.folds_failed, done_, failed_);
    }
  }

  ResultReader const& reader_;
  std::map<std::int64_t, FoldSummary> folds_;
  std::map<std::int64_t, TaskSummary> tasks_;
  std::int64_t done_ = 0, failed_ = 0;
  std::vector<std::string> found_;
};

} // namespace

std::vector<std::string> changed_datasets(ResultReader const& reader) {
  std::vector<std::string> found;
  for (auto const& checksum : reader.checksums()) {
    if (!reader.has_dataset(checksum.dataset)) {
      found.push_back(fmt::format("/{} has a checksum, and is not there", checksum.dataset));
    } else if (checksum.digest != reader.digest(checksum.dataset)) {
      found.push_back(
          fmt::format("/{} is not what it was when the run ended (its checksum differs)", checksum.dataset));
    }
  }
  return found;
}

std::vector<std::string> contradictions(ResultReader const& reader) { return Verification{reader}.run(); }

} // namespace rankfold::results
