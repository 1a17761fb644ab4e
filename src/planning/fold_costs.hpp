#pragma once

#include "mpi/wire.hpp"
#include "planning/earlier_run.hpp"
#include "roles/cost_model.hpp"
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace rankfold::planning {

/// How long the folds of a job will take, from how long those of an earlier run took, of the same job or of another.
///
/// A fold that the earlier run has done takes as long again. One of a learner that it has tried takes what the cost
/// model expects, times what some fold of that learner took beyond it: so the sum has no bias, and the few folds that
/// take very long are there. Of any other fold nothing is known, and it is assumed to take some time.
class FoldCosts {
public:
  static constexpr double assumed_seconds = 1;

  FoldCosts(job::Job const& job, roles::Plan const& plan, std::optional<EarlierRun> const& earlier,
            double assumed = assumed_seconds);

  /// What will come of a fold: a function of its numbers and the job's seed. The result of one that was not done before
  /// is made up.
  [[nodiscard]] mpi::FoldRun run(roles::FoldRequest const& request) const;

  /// Of the plan's folds.
  struct Basis {
    std::int64_t known = 0, alike = 0, assumed = 0;
    double seconds = 0; ///< that all of them take together
  };
  [[nodiscard]] Basis const& basis() const { return basis_; }
  /// Seconds that a fold takes of which nothing is known.
  [[nodiscard]] double assumed() const { return assumed_seconds_; }

private:
  enum class Start { cold, warm };
  struct Kind { ///< of folds that are learnt from together
    std::string learner;
    Start start;
    auto operator<=>(Kind const&) const = default;
  };

  void learn(EarlierRun const& earlier);
  [[nodiscard]] Kind kind_of(roles::FoldRequest const& request) const;
  [[nodiscard]] std::optional<double> known_seconds(roles::FoldRequest const& request) const;
  [[nodiscard]] std::optional<double> likely_seconds(roles::FoldRequest const& request) const;
  [[nodiscard]] double likely_seconds(roles::FoldRequest const& request, std::vector<double> const& excesses) const;

  std::uint64_t seed_;
  double assumed_seconds_;
  roles::Memory folds_;
  roles::CostModel model_;            ///< of one job, whose configurations are the earlier run's, then ours
  std::vector<std::string> learners_; ///< of each of these
  std::int64_t earlier_configurations_ = 0;
  std::map<Kind, std::vector<double>> excesses_; ///< seconds that folds took, over those that the model expects
  Basis basis_;
};

} // namespace rankfold::planning
