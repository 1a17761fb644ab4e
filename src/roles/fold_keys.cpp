#include "roles/fold_keys.hpp"

#include "learners/registry.hpp"
#include "support/content_hash.hpp"
#include "support/error.hpp"

namespace rankfold::roles {
namespace {

std::uint64_t number(std::integral auto value) { return static_cast<std::uint64_t>(value); }

std::uint64_t hash_of_job(JobContext const& context) {
  ContentHash hash;
  hash.add(context.job.seed).add(number(static_cast<int>(context.job.data.kind)));
  for (auto const& metric : context.job.objective.metrics) hash.add(metric);
  if (context.job.data.problem) hash.add(number(static_cast<int>(*context.job.data.problem)));
  hash.add(std::as_bytes(std::span{context.test_fold_of_row}));
  return hash.digest();
}

std::uint64_t hash_of_configuration(Configuration const& configuration) {
  auto const* info = job::find_learner(learners::catalogue(), configuration.learner);
  expects(info != nullptr, "a configuration's learner was checked when the job file was read");
  ContentHash hash;
  hash.add(configuration.learner).add(number(info->version));
  for (auto const& [name, value] : learners::with_defaults(*info, configuration.parameters)) {
    hash.add(name).add(to_text(value));
  }
  return hash.digest();
}

} // namespace

FoldKeys::FoldKeys(JobContext const& context) : context_{context}, job_{hash_of_job(context)} {}

void FoldKeys::turn_to(TaskId task) {
  if (task.value == task_) return;
  task_ = task.value;
  ContentHash hash;
  if (context_.job.data.kind == job::DataKind::series) {
    auto const values = context_.dataset.series(task.index()).values;
    hash.add(std::as_bytes(values));
    splits_ = data::series_folds(values.size(), context_.job.validation);
  } else {
    hash.add(context_.dataset.image());
  }
  data_ = hash.digest();
}

std::uint64_t FoldKeys::of_trial(TaskId task, ConfigurationId id, Configuration const& configuration) {
  turn_to(task);
  auto const [known, is_new] = configurations_.try_emplace(id.value, 0);
  if (is_new) known->second = hash_of_configuration(configuration);
  return ContentHash{}.add(job_).add(data_).add(known->second).digest();
}

std::uint64_t FoldKeys::of_fold(TaskId task, std::uint64_t trial_key, std::int32_t fold) {
  turn_to(task);
  ContentHash hash;
  hash.add(trial_key);
  if (fold == FoldRequest::refit || splits_.empty()) return hash.add(number(fold)).digest();
  auto const& split = splits_.at(static_cast<std::size_t>(fold));
  return hash.add(split.train_begin).add(split.cutoff).add(split.test_begin).add(split.horizon).digest();
}

} // namespace rankfold::roles
