#include "planning/simulated_workers.hpp"

#include "mpi/worker_rules.hpp"
#include <algorithm>
#include <utility>

namespace rankfold::planning {
namespace {

constexpr double longest_nap = 0.001; ///< of a worker that has nothing to do, see mpi::Backoff

/// Naps grow with the time without work, and what arrives comes on average in the middle of one.
double time_to_wake(double idle_seconds) { return std::min(idle_seconds, longest_nap) / 2; }

} // namespace

SimulatedWorkers::SimulatedWorkers(std::size_t count, SimulatedFold fold, Delays delays) :
    fold_{std::move(fold)}, delays_{delays}, workers_(count) {}

void SimulatedWorkers::foresee(double time, std::size_t worker, Event::Kind kind) {
  events_.push({time, foreseen_++, worker, kind});
}

void SimulatedWorkers::send(std::size_t worker, mpi::Order order, double now) {
  workers_[worker].orders.push_back(std::move(order));
  foresee(now + delays_.letter, worker, Event::Kind::order_arrives);
}

std::vector<SimulatedWorkers::Letter> SimulatedWorkers::collect(double now) {
  while (!events_.empty() && events_.top().time <= now) happen();
  std::vector<Letter> arrived;
  for (; !letters_.empty() && letters_.front().time <= now; letters_.pop_front()) {
    arrived.push_back(std::move(letters_.front()));
  }
  return arrived;
}

double SimulatedWorkers::next_letter() {
  while (letters_.empty() && !events_.empty()) happen();
  return letters_.empty() ? std::numeric_limits<double>::infinity() : letters_.front().time;
}

void SimulatedWorkers::happen() {
  auto const [time, number, worker, kind] = events_.top();
  events_.pop();
  switch (kind) {
  case Event::Kind::order_arrives:
    return order_arrives(worker, time);
  case Event::Kind::fold_ends:
    return fold_ends(worker, time);
  case Event::Kind::run_has_waited:
    return report_if_due(worker, time);
  }
}

void SimulatedWorkers::order_arrives(std::size_t worker, double now) {
  auto& one = workers_[worker];
  auto const order = std::move(one.orders.front());
  one.orders.pop_front();
  switch (order.kind) {
  case mpi::Order::Kind::work:
    one.queue.insert(one.queue.end(), order.requests.begin(), order.requests.end());
    if (!one.running) begin_next(worker, now + time_to_wake(now - one.idle_since));
    return;
  case mpi::Order::Kind::give_back:
    return report(worker, mpi::Report::Kind::given_back,
                  mpi::take_back(one.queue, one.latest, static_cast<std::size_t>(order.number)), now);
  case mpi::Order::Kind::withdraw:
    return report(worker, mpi::Report::Kind::given_back, std::exchange(one.queue, {}).size(), now);
  default: // nobody is lost here, and nobody waits to be let go
    return;
  }
}

void SimulatedWorkers::begin_next(std::size_t worker, double now) {
  auto& one = workers_[worker];
  one.running = !one.queue.empty();
  one.idle_since = now;
  if (!one.running) return;
  one.latest = one.queue.front();
  one.queue.pop_front();
  auto& run = one.runs.emplace_back(fold_(one.latest));
  run.number = one.runs_so_far++;
  run.seconds *= static_cast<float>(std::max(1.0, static_cast<double>(++running_) / delays_.at_full_speed));
  foresee(now + delays_.fold + static_cast<double>(run.seconds), worker, Event::Kind::fold_ends);
}

void SimulatedWorkers::fold_ends(std::size_t worker, double now) {
  auto& one = workers_[worker];
  one.running = false;
  --running_;
  if (one.runs.size() == 1) {
    one.oldest_run = now;
    foresee(now + mpi::oldest_run_seconds, worker, Event::Kind::run_has_waited);
  }
  report_if_due(worker, now);
  begin_next(worker, now);
}

void SimulatedWorkers::report_if_due(std::size_t worker, double now) {
  constexpr double rounding = 1e-9;
  auto const& one = workers_[worker];
  auto const ended = one.runs.size() - (one.running ? 1 : 0);
  auto const held = one.queue.size() + (one.running ? 1 : 0);
  if (mpi::report_is_due(ended, held, now - one.oldest_run + rounding))
    report(worker, mpi::Report::Kind::folds, 0, now);
}

/// The last run is not over while a fold is running.
void SimulatedWorkers::report(std::size_t worker, mpi::Report::Kind kind, std::size_t given_back, double now) {
  auto& one = workers_[worker];
  mpi::Report report{kind, given_back};
  auto const ended = one.runs.end() - (one.running ? 1 : 0);
  report.runs.assign(std::move_iterator{one.runs.begin()}, std::move_iterator{ended});
  one.runs.erase(one.runs.begin(), ended);
  letters_.push_back({now + delays_.letter, worker, std::move(report)});
}

} // namespace rankfold::planning
