#pragma once

#include "learners/learner.hpp"
#include "learners/standalone_learner.hpp"
#include "learners/table_learner.hpp"
#include "roles/fold.hpp"
#include "roles/job_context.hpp"
#include "roles/latest_fit.hpp"
#include "roles/numbered_configuration.hpp"
#include <deque>
#include <span>
#include <unordered_map>
#include <variant>
#include <vector>

namespace rankfold::roles {

/// Runs folds: fits a configuration to the training part, scores it on the test part. Needs no communication. What it
/// ran before decides how long a fold takes, never what it gives. Used by one thread at a time.
class Worker {
public:
  /// @param rank written into every result.
  explicit Worker(std::int32_t rank);

  /// Makes a job known; the first gets JobId 0.
  void admit(JobContext context) { admit(JobId{static_cast<std::int64_t>(jobs_.size())}, std::move(context)); }
  /// The same under a number that no other job has now.
  void admit(JobId job, JobContext context);
  /// Forgets a job, of which no more folds will come.
  void release(JobId job);
  /// Makes configurations of a job known. Those known already may come again.
  void learn(JobId job, std::span<NumberedConfiguration const> configurations);

  /// Fits and scores one fold, or refits on all data.
  /// @return complete with metrics (a refit: with the model's state), or failed with a one-line reason; a learner that
  ///         throws gives failed. @throws ContractViolation only.
  [[nodiscard]] FoldResult run(FoldRequest const& request);

private:
  using Learner =
      std::variant<learners::Forecaster const*, learners::TableLearner const*, learners::StandaloneLearner const*>;
  struct Candidate {
    Learner learner;
    Parameters parameters; ///< with defaults
  };
  struct KnownJob {
    JobContext context;
    std::unordered_map<ConfigurationId, Candidate> candidates;
  };

  [[nodiscard]] static Learner find_learner(Configuration const& configuration);
  void evaluate(KnownJob const& job, Candidate const& candidate, FoldResult& result);

  std::int32_t rank_;
  std::deque<KnownJob> jobs_;
  LatestFit latest_fit_;
};

} // namespace rankfold::roles
