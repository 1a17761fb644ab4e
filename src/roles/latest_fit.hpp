#pragma once

#include "data/split.hpp"
#include "learners/learner.hpp"
#include "roles/fold.hpp"
#include <memory>
#include <optional>
#include <span>

namespace rankfold::roles {

/// A fold to be fitted, and what it starts from. Lives no longer than what it refers to.
struct ChainedFold {
  FoldRequest const& request;
  learners::Forecaster const& forecaster;
  Parameters const& parameters;
  std::span<double const> values;          ///< of the whole series
  std::span<data::SeriesFold const> folds; ///< of the series, all that there are
  std::int32_t before = 0;                 ///< folds of its chain that come before it
};

/// Fits forecasters along chains of folds, and keeps the latest fit for the fold that starts from it.
///
/// The fit of a fold is a function of the fold alone: where the one that it starts from is not at hand, because the
/// folds before were run elsewhere or are known from an earlier run, they are fitted again. A fold that cannot be
/// fitted (FitError) leaves nothing to start from: the next one starts from scratch. Used by one thread at a time.
class LatestFit {
public:
  /// Makes sure that the fits before this one are there. @throws whatever the learner throws, but not FitError
  void go_to(ChainedFold const& fold);

  /// @return the fold's fit; it lives until the next call. @pre `go_to(fold)` came last
  /// @throws FitError if it cannot be fitted, or whatever else the learner throws
  [[nodiscard]] learners::FittedForecaster const& fit(ChainedFold const& fold);

private:
  struct Position {
    JobId job;
    TaskId task;
    ConfigurationId configuration;
    std::int32_t fold; ///< the latest one; where a chain begins, the one before its first
  };

  [[nodiscard]] bool leads_to(ChainedFold const& fold) const;
  void fit_next(ChainedFold const& fold);

  std::optional<Position> position_;
  std::unique_ptr<learners::FittedForecaster> latest_; ///< null: there is nothing to start from
};

} // namespace rankfold::roles
