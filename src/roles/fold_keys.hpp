#pragma once

#include "data/split.hpp"
#include "rankfold/value.hpp"
#include "roles/data_digest.hpp"
#include "roles/fold.hpp"
#include <unordered_map>
#include <vector>

namespace rankfold::roles {

/// What the folds of one trial have in common.
struct TrialKey {
  std::uint64_t hash = 0;
  std::int32_t chain = 1; ///< how many folds start from one another at most
};

/// The identity of a fold by what it computes, whatever it is numbered: learner and its version, every hyperparameter,
/// the data, the split, the metrics, the seed, and the folds of its chain before it. Folds with equal keys give equal
/// results, so a result once known need not be computed again: by the same job when it resumes, by that job with more
/// series or values, or by another one.
class FoldKeys {
public:
  FoldKeys(DataDigest digest, job::ValidationSpec validation);
  explicit FoldKeys(JobContext const& context);

  /// Part of the key that a trial's folds have in common. @param configuration as proposed; defaults are filled in.
  [[nodiscard]] TrialKey of_trial(TaskId task, ConfigurationId id, Configuration const& configuration);
  /// @param fold or `FoldRequest::refit`
  [[nodiscard]] std::uint64_t of_fold(TaskId task, TrialKey const& trial, std::int32_t fold);
  /// Points of the series that it is trained on; 0 for a table.
  [[nodiscard]] double training_points(TaskId task, std::int32_t fold);

private:
  void turn_to(TaskId task);

  DataDigest digest_;
  job::ValidationSpec validation_;
  std::unordered_map<std::int64_t, TrialKey> configurations_; ///< whatever the task
  /// @name The task turned to last: folds are proposed task after task
  /// @{
  std::int64_t task_ = -1;
  std::vector<data::SeriesFold> splits_; ///< empty for tables
  /// @}
};

} // namespace rankfold::roles
