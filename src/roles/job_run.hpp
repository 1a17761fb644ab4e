#pragma once

#include "roles/configuration_book.hpp"
#include "roles/fold_keys.hpp"
#include "roles/job_context.hpp"
#include "roles/plan.hpp"
#include "roles/progress.hpp"
#include "roles/result_store.hpp"
#include "roles/trainer.hpp"
#include <map>
#include <memory>
#include <vector>

namespace rankfold::roles {

/// One admitted job: its trainers, from the first task to the last. A trainer is started when its task's turn comes and
/// goes when the task has its result, so that thousands of tasks cost memory only while they are at work.
class JobRun {
public:
  /// `context` and `store` outlive it.
  /// @param weight of its share of the workers, beside other jobs
  JobRun(JobId id, JobContext const& context, Plan plan, ResultStore& store, double weight);

  /// Appends up to `most` folds that may run now, and the rest of the last one's chain, of earlier tasks first.
  void propose(std::size_t most, std::vector<FoldRequest>& requests);
  void tell(FoldResult const& result);

  /// @name Cancelling
  void stop_proposing() { was_cancelled_ = true; }
  [[nodiscard]] bool was_cancelled() const { return was_cancelled_; }
  /// So many of its folds were taken back: they will not be told of.
  void take_back(std::size_t folds) { in_flight_ -= folds; }
  /// Folds proposed and neither told of nor taken back.
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }
  [[nodiscard]] double weight() const { return weight_; }

  /// Configurations first used since the last call; to be made known before the folds proposed.
  [[nodiscard]] std::vector<Configuration> take_new_configurations();
  [[nodiscard]] bool finished() const;
  /// More folds have failed than the job accepts: it proposes none any more, though it is not finished.
  [[nodiscard]] bool stopped_by_failures() const;
  [[nodiscard]] Progress const& progress() const { return progress_; }
  /// Tasks that ended without a successful trial.
  [[nodiscard]] std::int64_t tasks_failed() const { return tasks_failed_; }
  [[nodiscard]] ResultStore& store() { return store_; }
  [[nodiscard]] JobId id() const { return id_; }

private:
  Trainer& start_next_task();
  void propose_until(std::size_t end, std::vector<FoldRequest>& requests);
  void count(FoldResult const& result);

  JobId id_;
  JobContext const& context_;
  Plan plan_;
  ResultStore& store_;
  ConfigurationBook book_;
  FoldKeys keys_;
  std::map<std::int64_t, Trainer> trainers_; ///< at work, by task
  std::size_t next_task_ = 0;
  Progress progress_;
  std::int64_t tasks_failed_ = 0;
  double weight_;
  std::size_t in_flight_ = 0;
  bool was_cancelled_ = false;
};

} // namespace rankfold::roles
