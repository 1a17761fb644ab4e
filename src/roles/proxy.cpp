#include "roles/proxy.hpp"

#include "support/clock.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace rankfold::roles {
namespace {

constexpr double flush_interval_seconds = 0.25; ///< how old what a reader sees may be, on a disk that is quick enough
constexpr double most_flush_interval_seconds = 10;
/// A disk that is busy may take seconds to make sure of what is written, in which no worker is supplied: then it is
/// done so seldom that most of the time is left.
constexpr double flush_rest = 10;

State outcome(JobRun const& job) {
  if (!job.finished()) return State::cancelled;
  return job.tasks_failed() > 0 ? State::failed : State::complete;
}

} // namespace

Proxy::Proxy(Dispatcher& dispatcher, ProgressObserver& observer, std::function<bool()> stop_requested, Grace grace) :
    dispatcher_{dispatcher}, observer_{observer}, stop_requested_{std::move(stop_requested)}, grace_{std::move(grace)} {
}

void Proxy::admit(JobContext const& context, Plan plan, ResultStore& store) {
  JobId const id{static_cast<std::int64_t>(jobs_.size())};
  at_work_.push_back(&jobs_.emplace_back(id, context, std::move(plan), store));
}

Progress Proxy::progress() const {
  Progress all;
  for (auto const& job : jobs_) {
    all.folds += job.progress().folds;
    all.folds_done += job.progress().folds_done;
    all.folds_failed += job.progress().folds_failed;
    all.tasks += job.progress().tasks;
    all.tasks_done += job.progress().tasks_done;
  }
  return all;
}

void Proxy::hand_out() {
  std::vector<FoldRequest> requests;
  std::size_t const room = dispatcher_.room();
  for (std::size_t i = 0; i < at_work_.size(); ++i) {
    std::size_t const left = at_work_.size() - i;
    std::size_t const share = (room - std::min(room, requests.size()) + left - 1) / left;
    auto& job = *at_work_[(turn_ + i) % at_work_.size()];
    job.propose(share, requests);
    auto const configurations = job.take_new_configurations();
    if (!configurations.empty()) dispatcher_.learn(job.id(), configurations);
  }
  ++turn_;
  if (!requests.empty()) dispatcher_.submit(requests);
}

/// Ranks work for every job, so what happens to one is every job's business.
void Proxy::note_events() {
  for (auto const& event : dispatcher_.take_events()) {
    for (auto* job : at_work_) job->store().add(event);
    observer_.notice(event);
  }
}

void Proxy::bring_home() {
  for (auto const& result : dispatcher_.wait()) jobs_[result.request.job.index()].tell(result);
  note_events();
  std::erase_if(at_work_, [&](JobRun* job) {
    if (job->finished()) finish(*job);
    return job->finished();
  });
}

void Proxy::finish(JobRun& job) {
  job.store().put(dispatcher_.ranks());
  job.store().finish(outcome(job));
}

void Proxy::flush_now_and_then() {
  double const now = wall_seconds();
  if (now < next_flush_) return;
  for (auto* job : at_work_) {
    job->store().put(dispatcher_.ranks());
    job->store().flush();
  }
  double const then = wall_seconds();
  next_flush_ = then + std::clamp(flush_rest * (then - now), flush_interval_seconds, most_flush_interval_seconds);
  observer_.update(progress());
}

void Proxy::stop() {
  stopped_at_ = grace_.clock();
  dispatcher_.withdraw();
}

bool Proxy::grace_is_over() const { return stopped_at_ && grace_.clock() - *stopped_at_ > grace_.seconds; }

void Proxy::give_up() {
  given_up_ = dispatcher_.in_flight();
  Event event;
  event.time = wall_seconds();
  event.kind = "preempted";
  event.message =
      fmt::format("{} folds had not ended {:g} s after the stop and were given up", given_up_, grace_.seconds);
  for (auto* job : at_work_) job->store().add(event);
}

void Proxy::run() {
  while (!at_work_.empty()) {
    if (!stopped_at_ && (stop_requested_() || std::ranges::all_of(at_work_, &JobRun::stopped_by_failures))) stop();
    if (!stopped_at_) hand_out();
    if (dispatcher_.in_flight() == 0) {
      expects(stopped_at_.has_value(), "a job that is not finished has folds in flight or to hand out");
      break;
    }
    if (grace_is_over()) {
      give_up();
      break;
    }
    bring_home();
    flush_now_and_then();
  }
  for (auto* job : at_work_) finish(*job);
  at_work_.clear();
  observer_.update(progress());
}

} // namespace rankfold::roles
