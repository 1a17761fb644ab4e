#include "planning/fold_costs.hpp"

#include "roles/each_fold.hpp"
#include "support/random.hpp"

namespace rankfold::planning {
namespace {

constexpr JobId only_job{0};

double seconds_of(roles::FoldResult const& fold) { return fold.fit_seconds + fold.evaluate_seconds; }

RandomStream stream_of(std::uint64_t seed, roles::FoldRequest const& request) {
  return {seed, request.task.value, request.trial.value, request.fold};
}

/// Any trial may turn out to be the best.
roles::FoldResult made_up(std::uint64_t seed, roles::FoldRequest const& request) {
  roles::FoldResult result;
  result.state = State::complete;
  result.metrics[0] = stream_of(seed, request).uniform();
  return result;
}

/// As it was at the end of all attempts: it is not to be tried again.
roles::FoldResult as_news(roles::FoldResult const& known) {
  roles::FoldResult result;
  result.state = known.state;
  result.metrics = known.metrics;
  return result;
}

} // namespace

FoldCosts::FoldCosts(job::Job const& job, roles::Plan const& plan, std::optional<EarlierRun> const& earlier,
                     double assumed) :
    seed_{job.seed},
    assumed_seconds_{assumed} {
  if (earlier) learn(*earlier);
  model_.learn(only_job, *plan.configurations);
  for (auto const& configuration : *plan.configurations) learners_.push_back(configuration.learner);
  roles::for_each_fold(plan, job.validation, [this](roles::FoldRequest const& request) {
    auto& count = known_seconds(request) ? basis_.known : likely_seconds(request) ? basis_.alike : basis_.assumed;
    ++count;
    basis_.seconds += static_cast<double>(run(request).seconds);
  });
}

void FoldCosts::learn(EarlierRun const& earlier) {
  folds_ = earlier.folds;
  model_.learn(only_job, *earlier.plan.configurations);
  for (auto const& configuration : *earlier.plan.configurations) learners_.push_back(configuration.learner);
  auto const each_known = [&](auto&& take) {
    roles::for_each_fold(earlier.plan, earlier.job.validation, [&](roles::FoldRequest const& request) {
      if (auto const seconds = known_seconds(request)) take(request, *seconds);
    });
  };
  each_known([this](auto const& request, double seconds) { model_.observe(request, seconds); });
  each_known([this](auto const& request, double seconds) {
    excesses_[kind_of(request)].push_back(seconds / model_.seconds(request));
  });
  earlier_configurations_ = static_cast<std::int64_t>(learners_.size());
}

FoldCosts::Kind FoldCosts::kind_of(roles::FoldRequest const& request) const {
  return {learners_[request.configuration.index()], request.before > 0 ? Start::warm : Start::cold};
}

/// One that failed before its time was taken is as good as unknown.
std::optional<double> FoldCosts::known_seconds(roles::FoldRequest const& request) const {
  auto const known = folds_.find(request.key);
  if (known == folds_.end() || seconds_of(known->second) <= 0) return std::nullopt;
  return seconds_of(known->second);
}

double FoldCosts::likely_seconds(roles::FoldRequest const& request, std::vector<double> const& excesses) const {
  return model_.seconds(request) * excesses[stream_of(seed_, request).below(excesses.size())];
}

/// A refit, or a fold of a chain where there were none, takes as long as a fold that is fitted from scratch.
std::optional<double> FoldCosts::likely_seconds(roles::FoldRequest const& planned) const {
  auto request = planned;
  request.configuration.value += earlier_configurations_;
  auto found = excesses_.find(kind_of(request));
  if (found == excesses_.end() || request.is_refit()) {
    request.fold = 0;
    request.before = 0;
    found = excesses_.find(kind_of(request));
  }
  if (found == excesses_.end()) return std::nullopt;
  return likely_seconds(request, found->second);
}

mpi::FoldRun FoldCosts::run(roles::FoldRequest const& request) const {
  auto seconds = known_seconds(request);
  if (!seconds) seconds = likely_seconds(request);
  auto const known = folds_.find(request.key);
  mpi::FoldRun run;
  run.seconds = static_cast<float>(seconds.value_or(assumed_seconds_));
  run.result = known == folds_.end() ? made_up(seed_, request) : as_news(known->second);
  return run;
}

} // namespace rankfold::planning
