#include "roles/fold_keys.hpp"

#include "learners/registry.hpp"
#include "roles/chain.hpp"
#include "support/content_hash.hpp"
#include "support/error.hpp"

namespace rankfold::roles {
namespace {

std::uint64_t number(std::integral auto value) { return static_cast<std::uint64_t>(value); }

TrialKey key_of(Configuration const& configuration, job::ValidationSpec const& validation) {
  auto const* info = job::find_learner(learners::catalogue(), configuration.learner);
  expects(info != nullptr, "a configuration's learner was checked when the job file was read");
  ContentHash hash;
  hash.add(configuration.learner).add(number(info->version));
  for (auto const& [name, value] : learners::with_defaults(*info, configuration.parameters)) {
    hash.add(name).add(to_text(value));
  }
  return {hash.digest(), chain_length(*info, validation)};
}

} // namespace

FoldKeys::FoldKeys(DataDigest digest, job::ValidationSpec validation) :
    digest_{std::move(digest)}, validation_{std::move(validation)} {}

FoldKeys::FoldKeys(JobContext const& context) : FoldKeys{digest_of(context), context.job.validation} {}

void FoldKeys::turn_to(TaskId task) {
  if (task.value == task_) return;
  task_ = task.value;
  auto const points = digest_.tasks.at(task.index()).points;
  if (points > 0) splits_ = data::series_folds(points, validation_);
}

TrialKey FoldKeys::of_trial(TaskId task, ConfigurationId id, Configuration const& configuration) {
  auto const [known, is_new] = configurations_.try_emplace(id.value);
  if (is_new) known->second = key_of(configuration, validation_);
  auto const& [hash, chain] = known->second;
  return {ContentHash{}.add(digest_.job).add(digest_.tasks.at(task.index()).data).add(hash).digest(), chain};
}

std::uint64_t FoldKeys::of_fold(TaskId task, TrialKey const& trial, std::int32_t fold) {
  turn_to(task);
  ContentHash hash;
  hash.add(trial.hash);
  if (fold == FoldRequest::refit || splits_.empty()) return hash.add(number(fold)).digest();
  auto const& split = splits_.at(static_cast<std::size_t>(fold));
  hash.add(split.train_begin).add(split.cutoff).add(split.test_begin).add(split.horizon);
  // Cutoffs are one step apart, so the first one and the number of folds tell all of those between.
  auto const before = folds_before(fold, trial.chain);
  if (before > 0) hash.add(number(before)).add(splits_[static_cast<std::size_t>(fold - before)].cutoff);
  return hash.digest();
}

double FoldKeys::training_points(TaskId task, std::int32_t fold) {
  turn_to(task);
  if (fold == FoldRequest::refit || splits_.empty()) return static_cast<double>(digest_.tasks.at(task.index()).points);
  auto const& split = splits_.at(static_cast<std::size_t>(fold));
  return static_cast<double>(split.cutoff - split.train_begin);
}

} // namespace rankfold::roles
