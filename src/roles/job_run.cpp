#include "roles/job_run.hpp"

#include "search/grid_sampler.hpp"
#include "support/clock.hpp"
#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::roles {

JobRun::JobRun(JobId id, JobContext const& context, Plan plan, ResultStore& store, double weight) :
    id_{id}, context_{context}, plan_{std::move(plan)}, store_{store}, keys_{plan_.digest, context.job.validation},
    weight_{weight} {
  progress_.folds = plan_.folds();
  progress_.tasks = static_cast<std::int64_t>(plan_.tasks.size());
  for (std::size_t i = 0; i < plan_.tasks.size(); ++i) {
    TaskRecord waiting;
    waiting.task = {static_cast<std::int64_t>(i)};
    waiting.name = plan_.tasks[i];
    store_.put(waiting);
  }
}

Trainer& JobRun::start_next_task() {
  auto const task = static_cast<std::int64_t>(next_task_);
  Trainer::Settings settings;
  settings.job = id_;
  settings.task = {task};
  settings.name = plan_.tasks[next_task_++];
  settings.first_trial = {task * plan_.trials_per_task()};
  settings.folds = static_cast<std::int32_t>(plan_.folds_per_trial);
  settings.retries = context_.job.resources.retries;
  settings.direction = context_.job.objective.direction;
  bool const has_data = context_.job.data.kind != job::DataKind::none;
  settings.refit = has_data ? Trainer::Refit::best : Trainer::Refit::never;
  auto sampler = std::make_unique<search::GridSampler>(plan_.configurations);
  return trainers_.try_emplace(task, std::move(settings), std::move(sampler), book_, keys_, store_).first->second;
}

void JobRun::propose(std::size_t most, std::vector<FoldRequest>& requests) {
  if (stopped_by_failures() || was_cancelled_) return;
  auto const before = requests.size();
  propose_until(before + most, requests);
  in_flight_ += requests.size() - before;
}

void JobRun::propose_until(std::size_t end, std::vector<FoldRequest>& requests) {
  for (auto& [task, trainer] : trainers_) {
    if (requests.size() >= end) return;
    trainer.propose(end - requests.size(), requests);
  }
  while (requests.size() < end && next_task_ < plan_.tasks.size()) {
    start_next_task().propose(end - requests.size(), requests);
  }
}

void JobRun::count(FoldResult const& result) {
  ++progress_.folds_done;
  if (result.state != State::failed) return;
  bool const stopped_before = stopped_by_failures();
  ++progress_.folds_failed;
  if (stopped_before || !stopped_by_failures()) return;
  store_.add({wall_seconds(), "too_many_failures", result.rank, result.request.trial,
              fmt::format("{} failed: {}", progress_.folds_failed, result.text)});
}

void JobRun::tell(FoldResult const& result) {
  auto const trainer = trainers_.find(result.request.task.value);
  expects(trainer != trainers_.end(), "a fold result belongs to a task at work");
  --in_flight_;
  if (!trainer->second.tell(result)) return;
  if (!result.is_refit()) count(result);
  if (!trainer->second.finished()) return;
  ++progress_.tasks_done;
  if (trainer->second.record().state == State::failed) ++tasks_failed_;
  trainers_.erase(trainer);
}

std::vector<Configuration> JobRun::take_new_configurations() { return book_.take_new(); }

bool JobRun::stopped_by_failures() const {
  auto const accepted = context_.job.resources.accepted_failures();
  return accepted >= 0 && progress_.folds_failed > accepted;
}

bool JobRun::finished() const { return trainers_.empty() && next_task_ == plan_.tasks.size(); }

} // namespace rankfold::roles
