#pragma once

#include "job/metric.hpp"
#include "roles/configuration_book.hpp"
#include "roles/fold.hpp"
#include "roles/fold_keys.hpp"
#include "roles/result_store.hpp"
#include "search/sampler.hpp"
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace rankfold::roles {

/// Coordinates one task: asks the sampler for trials, cuts them into folds, averages fold results, keeps the incumbent,
/// and has the best configuration refitted on all data. Free of MPI and HDF5; there may be thousands at once.
class Trainer {
public:
  enum class Refit { never, best };

  struct Settings {
    JobId job;
    TaskId task;
    std::string name;
    TrialId first_trial; ///< the task's trials are numbered on from it
    std::int32_t folds = 1;
    std::int32_t retries = 0; ///< of a fold that failed with its process, see `may_pass`
    job::Direction direction = job::Direction::minimize;
    Refit refit = Refit::best;
  };

  /// `book`, `keys` and `store` outlive the trainer.
  Trainer(Settings settings, std::unique_ptr<search::Sampler> sampler, ConfigurationBook& book, FoldKeys& keys,
          ResultStore& store);

  /// Appends up to `most` folds that may run now, and the rest of the last one's chain; fewer if there are no more, or
  /// the next ones wait for results.
  void propose(std::size_t most, std::vector<FoldRequest>& requests);
  /// Takes in the result of a fold that it proposed. A fold that is to be tried again is proposed again, and only the
  /// last attempt counts and is recorded.
  /// @return whether the fold is settled; false where it is to be tried again.
  bool tell(FoldResult const& result);
  /// Every trial is final and, if there is an incumbent, its model is stored.
  [[nodiscard]] bool finished() const;
  /// The task as it stands.
  [[nodiscard]] TaskRecord const& record() const { return record_; }

private:
  /// A trial between its first fold's proposal and its last fold's result.
  struct OpenTrial {
    TrialRecord record;
    std::size_t proposal = 0; ///< the sampler's number for it
    TrialKey key;
    std::int32_t proposed = 0, done = 0, failed = 0;
    double ended = 0;               ///< when its latest fold did: long ago, if that is known from before
    std::vector<double> objectives; ///< by fold: averaged in this order, whatever order they came in
  };

  [[nodiscard]] bool all_trials_final() const;
  [[nodiscard]] OpenTrial* trial_to_propose();
  void propose_chains(OpenTrial& trial, std::size_t end, std::vector<FoldRequest>& requests);
  [[nodiscard]] FoldRequest request(OpenTrial const& trial, std::int32_t fold);
  OpenTrial& open(Configuration const& configuration);
  /// A trial whose folds are known from before began and ended when they did.
  static void note_times(OpenTrial& trial, FoldResult const& result);
  void close(OpenTrial trial);
  void consider(OpenTrial const& trial); ///< as the new incumbent
  [[nodiscard]] bool try_again(FoldResult const& result);
  void propose_again(std::size_t most, std::vector<FoldRequest>& requests);
  void propose_refit(std::vector<FoldRequest>& requests);
  void take_fold(FoldResult const& result);
  void take_model(FoldResult const& result);

  Settings settings_;
  std::unique_ptr<search::Sampler> sampler_;
  ConfigurationBook& book_;
  FoldKeys& keys_;
  ResultStore& store_;
  TaskRecord record_;
  std::unordered_map<std::int64_t, OpenTrial> open_; ///< by trial number
  std::optional<TrialId> proposing_;                 ///< the open trial with folds not yet proposed
  std::vector<FoldRequest> again_;                   ///< folds to be tried again
  FoldRequest best_refit_;                           ///< of the incumbent
  enum class RefitState { none, proposed, done } refit_state_ = RefitState::none;
};

} // namespace rankfold::roles
