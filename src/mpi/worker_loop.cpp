#include "mpi/worker_loop.hpp"

#include "support/error.hpp"
#include <cstdlib>
#include <iostream>
#include <memory>

namespace rankfold::mpi {
namespace {

constexpr std::size_t inbox_slots = 16;
constexpr double alive_seconds = 1; ///< of silence, after which rank 0 is told that nothing has happened

/// Others do this rank's work: whatever it still does is for nobody.
[[noreturn]] void leave_expelled() {
  std::cerr << "rankfold: this rank was silent for too long and was given up; it leaves" << std::endl;
  std::_Exit(EXIT_FAILURE);
}

} // namespace

WorkerLoop::WorkerLoop(Scope::State const& state, roles::FoldRunner runner, Beginning beginning) :
    ranks_{state.ranks}, by_letters_{state.joined_late || beginning == Beginning::by_letters},
    thread_{std::move(runner)}, pulse_{state.ranks, state.roster[static_cast<std::size_t>(state.rank)],
                                       state.roster.front()},
    outbox_{state.ranks}, inbox_{state.ranks, inbox_slots} {}

void WorkerLoop::send(Report report) {
  report.epoch = epoch_;
  outbox_.send(0, encode(report));
  since_sent_ = {};
  backoff_.reset();
}

void WorkerLoop::regroup(std::int64_t epoch) {
  epoch_ = epoch;
  thread_.reset();
  letters_.clear(); // of an epoch that is over
}

void WorkerLoop::read_mail() {
  for (auto const& letter : inbox_.collect()) {
    auto order = decode_order(letter.message);
    if (order.kind == Order::Kind::expel) leave_expelled();
    if (order.kind == Order::Kind::regroup) {
      regroup(order.number);
    } else {
      letters_.push_back(std::move(order));
    }
  }
  if (outbox_.tidy() + inbox_.frames_collected() > 0) backoff_.reset(); // more of it follows at once
}

void WorkerLoop::keep_in_touch() {
  pulse_.check();
  read_mail();
  if (since_sent_.seconds() > alive_seconds) send({Report::Kind::alive});
}

/// While folds run, the thread that runs them wakes this one; while none do, nobody but the clock can.
void WorkerLoop::sleep() {
  if (thread_.idle()) return backoff_.pause();
  if (thread_.wait_until_due(backoff_.next_sleep())) backoff_.reset();
}

/// @return false where rank 0 has given the collective up. MPI holds on to its memory then, so it is not given back.
template <class Collective> bool WorkerLoop::finish(std::unique_ptr<Collective>& collective) {
  auto const begun_in = epoch_;
  for (backoff_.reset(); !collective->done(); backoff_.pause()) {
    keep_in_touch();
    if (epoch_ != begun_in) {
      (void)collective.release();
      return false;
    }
  }
  return true;
}

std::optional<Order> WorkerLoop::next_wave() {
  auto scatter = std::make_unique<Scatter>(ranks_);
  if (!finish(scatter)) return {};
  return decode_order(scatter->take());
}

bool WorkerLoop::run_wave(Order order) {
  auto const begun_in = epoch_;
  thread_.add(std::move(order));
  for (; !thread_.idle(); sleep()) {
    keep_in_touch();
    if (epoch_ != begun_in) return false;
  }
  auto gather = std::make_unique<Gather>(ranks_, encode(Report{Report::Kind::folds, 0, thread_.take_runs(), epoch_}));
  return finish(gather);
}

std::optional<Order> WorkerLoop::take(Order order) {
  backoff_.reset();
  switch (order.kind) {
  case Order::Kind::work:
  case Order::Kind::admit:
  case Order::Kind::release:
    thread_.add(std::move(order));
    return {};
  case Order::Kind::give_back:
  case Order::Kind::withdraw: {
    auto const back = order.kind == Order::Kind::withdraw ? thread_.take_back_all()
                                                          : thread_.take_back(static_cast<std::size_t>(order.number));
    send({Report::Kind::given_back, back, thread_.take_runs()});
    return {};
  }
  case Order::Kind::leave:
  case Order::Kind::part:
    send({Report::Kind::farewell});
    return order;
  default:
    throw ContractViolation{"an order of this kind is not sent by letter"};
  }
}

Order WorkerLoop::run_letters() {
  for (;; sleep()) {
    keep_in_touch();
    while (!letters_.empty()) {
      auto order = std::move(letters_.front());
      letters_.pop_front();
      if (auto const last = take(std::move(order))) return *last;
    }
    if (thread_.wait_until_due(std::chrono::microseconds{0})) send({Report::Kind::folds, 0, thread_.take_runs()});
  }
}

Order WorkerLoop::follow_orders() {
  while (!by_letters_) {
    auto order = next_wave();
    if (!order) break;
    if (order->kind == Order::Kind::leave || order->kind == Order::Kind::part) return *take(std::move(*order));
    if (order->kind == Order::Kind::work) {
      thread_.add(std::move(*order));
      break;
    }
    if (!run_wave(std::move(*order))) break;
  }
  return run_letters();
}

Order WorkerLoop::run() {
  try {
    return follow_orders();
  } catch (std::exception const& bug) { // aborting ends only this rank where ranks may be lost
    Report report{Report::Kind::bug};
    report.text = bug.what();
    send(std::move(report));
    throw;
  }
}

} // namespace rankfold::mpi
