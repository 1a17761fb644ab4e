#include "roles/proxy.hpp"

#include "support/clock.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
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

/// What an operator is told of a run that ends because the rest would not end in time.
Event lack_of_time(Withheld const& rest, double seconds_left, double granted_seconds) {
  Event event;
  event.time = wall_seconds();
  event.kind = "preempted";
  event.message =
      fmt::format("{} fold{} left for another run: the shortest is expected to take {:.3g} s, {:.3g} s remain",
                  rest.folds, rest.folds == 1 ? " is" : "s are", rest.shortest_seconds, std::max(seconds_left, 0.0));
  if (rest.shortest_seconds > granted_seconds) {
    event.message += fmt::format("; the {:.3g} s that this run had from its start are not enough for it either",
                                 std::max(granted_seconds, 0.0));
  }
  return event;
}

} // namespace

Proxy::Proxy(Dispatcher& dispatcher, ProgressObserver& observer, std::function<bool()> stop_requested, Grace grace,
             Deadline deadline) :
    dispatcher_{dispatcher},
    observer_{observer}, stop_requested_{std::move(stop_requested)}, grace_{std::move(grace)},
    deadline_{std::move(deadline)}, granted_seconds_{deadline_.seconds_left()} {}

JobId Proxy::free_number() const {
  auto const free = std::ranges::find(jobs_, false, &std::optional<JobRun>::has_value);
  return {free - jobs_.begin()};
}

JobId Proxy::admit(JobContext const& context, Plan plan, ResultStore& store, double weight) {
  auto const id = free_number();
  if (id.index() == jobs_.size()) jobs_.emplace_back();
  at_work_.push_back(&jobs_[id.index()].emplace(id, context, std::move(plan), store, weight));
  dispatcher_.weigh(id, weight);
  return id;
}

bool Proxy::is_at_work(JobId id) const { return std::ranges::find(at_work_, id, &JobRun::id) != at_work_.end(); }

void Proxy::cancel(JobId id) {
  auto& job = jobs_.at(id.index()).value();
  job.stop_proposing();
  job.take_back(dispatcher_.withdraw(id));
}

void Proxy::release(JobId id) {
  expects(!is_at_work(id), "a job is over when it is released");
  jobs_.at(id.index()).reset();
  dispatcher_.release(id);
}

Progress Proxy::progress() const {
  Progress all;
  for (auto const& job : jobs_) {
    if (!job) continue;
    all.folds += job->progress().folds;
    all.folds_done += job->progress().folds_done;
    all.folds_failed += job->progress().folds_failed;
    all.tasks += job->progress().tasks;
    all.tasks_done += job->progress().tasks_done;
  }
  return all;
}

void Proxy::propose(JobRun& job, std::size_t most, std::vector<FoldRequest>& requests) {
  job.propose(most, requests);
  auto const configurations = job.take_new_configurations();
  if (!configurations.empty()) dispatcher_.learn(job.id(), configurations);
}

/// What the dispatcher has room for is shared by the jobs' weights. A job that comes when others have filled all room
/// gets its foot in the door nevertheless.
/// @return whether there was something to hand out.
bool Proxy::hand_out() {
  std::vector<FoldRequest> requests;
  auto const room = dispatcher_.room(), view = dispatcher_.view_of_each();
  double weights = 0;
  for (auto const* job : at_work_) weights += job->weight();
  for (std::size_t i = 0; i < at_work_.size(); ++i) {
    auto& job = *at_work_[(turn_ + i) % at_work_.size()];
    auto const left = static_cast<double>(room - std::min(room, requests.size()));
    auto share = static_cast<std::size_t>(std::ceil(left * job.weight() / weights));
    if (at_work_.size() > 1) share = std::max(share, view - std::min(view, job.in_flight()));
    weights -= job.weight();
    propose(job, share, requests);
  }
  ++turn_;
  if (!requests.empty()) dispatcher_.submit(requests);
  return !requests.empty();
}

/// Ranks work for every job, so what happens to one is every job's business.
void Proxy::announce(Event const& event) {
  for (auto* job : at_work_) job->store().add(event);
  observer_.notice(event);
}

/// @return whether something came home.
bool Proxy::bring_home() {
  auto const results = dispatcher_.wait();
  for (auto const& result : results) jobs_[result.request.job.index()]->tell(result);
  for (auto const& event : dispatcher_.take_events()) announce(event);
  end_jobs();
  return !results.empty();
}

/// Those that have their result, and those that were cancelled and of which nothing runs any more.
void Proxy::end_jobs() {
  std::erase_if(at_work_, [&](JobRun* job) {
    bool const is_over = job->finished() || (job->was_cancelled() && job->in_flight() == 0);
    if (is_over) finish(*job);
    return is_over;
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
  if (!stopped_at_) stopped_at_ = grace_.clock();
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

bool Proxy::all_stopped_by_failures() const {
  return !at_work_.empty() && std::ranges::all_of(at_work_, &JobRun::stopped_by_failures);
}

bool Proxy::only_withheld_left() const {
  auto const withheld = dispatcher_.withheld().folds;
  return withheld > 0 && withheld == dispatcher_.in_flight();
}

void Proxy::leave_the_rest() {
  if (!stopped_at_) announce(lack_of_time(dispatcher_.withheld(), deadline_.seconds_left(), granted_seconds_));
  stop();
}

bool Proxy::step() {
  if (!stopped_at_ && stop_requested_()) stop();
  bool const is_fed = !stopped_at_ && hand_out();
  if (dispatcher_.in_flight() == 0) {
    end_jobs();
    expects(stopped_at_ || at_work_.empty(), "a job that is not finished has folds in flight or to hand out");
    return !stopped_at_;
  }
  if (grace_is_over()) {
    give_up();
    return false;
  }
  bool const has_news = bring_home();
  if (!is_fed && !has_news && only_withheld_left()) leave_the_rest();
  flush_now_and_then();
  return true;
}

void Proxy::run() {
  while (!at_work_.empty()) {
    if (!stopped_at_ && all_stopped_by_failures()) stop();
    if (!step()) break;
  }
  finish_all();
}

void Proxy::finish_all() {
  for (auto* job : at_work_) finish(*job);
  at_work_.clear();
  observer_.update(progress());
}

} // namespace rankfold::roles
