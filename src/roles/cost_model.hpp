#pragma once

#include "rankfold/value.hpp"
#include "roles/cost_regression.hpp"
#include "roles/fold.hpp"
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace rankfold::roles {

/// How long folds take, learnt as they come in: for each learner of each job, the logarithm of the seconds as a linear
/// function of the logarithm of the training part's size and of its hyperparameters (numbers by their logarithm,
/// everything else as one of several). Refits, and folds that start from another's fit, are learnt apart.
class CostModel {
public:
  /// Configurations of a job, numbered on.
  void learn(JobId job, std::span<Configuration const> configurations);

  /// The job's number may be given to another.
  void release(JobId job);

  /// Seconds that this fold is expected to take; nothing before the first of its kind has come back.
  [[nodiscard]] std::optional<double> predict(FoldRequest const& request) const;
  /// The same, and `unknown_seconds` where nothing is known.
  [[nodiscard]] double seconds(FoldRequest const& request) const { return predict(request).value_or(unknown_seconds); }
  /// Seconds that folds took lately, of whatever kind.
  [[nodiscard]] double typical_seconds() const { return typical_; }

  void observe(FoldRequest const& request, double seconds);

  /// Long enough that nobody is given two folds of which nothing is known.
  static constexpr double unknown_seconds = 1;

private:
  struct KnownLearner {
    std::string name;
    std::map<std::string, int> features; ///< index by hyperparameter, or by hyperparameter and value
    CostRegression folds, warm_folds, refits;
  };
  struct KnownConfiguration {
    std::size_t learner;
    std::size_t first, last; ///< of the job's features
  };
  struct KnownJob {
    std::vector<KnownLearner> learners;
    std::vector<KnownConfiguration> configurations; ///< by ConfigurationId
    std::vector<Feature> features;                  ///< of all configurations, one after the other
  };

  [[nodiscard]] static std::size_t find_or_add(std::vector<KnownLearner>& learners, std::string const& name);
  static void add_features(KnownLearner& learner, Parameters const& parameters, std::vector<Feature>& features);
  [[nodiscard]] static std::span<Feature const> features_of(KnownJob const& job, FoldRequest const& request);
  template <class Job> [[nodiscard]] static auto& regression_of(Job& job, FoldRequest const& request);

  std::vector<KnownJob> jobs_;
  double typical_ = unknown_seconds;
  int observed_ = 0; ///< up to the memory of `typical_`
};

} // namespace rankfold::roles
