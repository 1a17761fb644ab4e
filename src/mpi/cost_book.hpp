#pragma once

#include "rankfold/value.hpp"
#include "roles/fold.hpp"
#include <span>
#include <string>
#include <vector>

namespace rankfold::mpi {

/// How long folds take, learnt as they come in: one running mean for each learner of each job.
class CostBook {
public:
  /// Configurations of a job, numbered on.
  void learn(JobId job, std::span<Configuration const> configurations);

  /// Seconds that this fold is expected to take; `unknown_seconds` before the first of its kind has come back.
  [[nodiscard]] double seconds(roles::FoldRequest const& request) const;
  /// Seconds that folds took lately, of whatever kind.
  [[nodiscard]] double typical_seconds() const { return typical_.mean; }

  void observe(roles::FoldRequest const& request, double seconds);

  /// Long enough that nobody is given two folds of which nothing is known.
  static constexpr double unknown_seconds = 1;

private:
  struct Mean {
    double mean = unknown_seconds;
    int count = 0;
    void add(double seconds);
  };
  struct KnownLearner {
    std::string name;
    Mean seconds, refit_seconds;
  };
  struct KnownJob {
    std::vector<KnownLearner> learners;
    std::vector<std::size_t> learner_of; ///< by ConfigurationId
  };

  [[nodiscard]] static std::size_t find_or_add(std::vector<KnownLearner>& learners, std::string const& name);
  template <class Jobs> [[nodiscard]] static auto& mean_of(Jobs& jobs, roles::FoldRequest const& request);

  std::vector<KnownJob> jobs_;
  Mean typical_;
};

} // namespace rankfold::mpi
