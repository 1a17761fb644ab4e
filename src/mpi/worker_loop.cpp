#include "mpi/worker_loop.hpp"

#include "support/error.hpp"

namespace rankfold::mpi {
namespace {

constexpr std::size_t inbox_slots = 16;

} // namespace

WorkerLoop::WorkerLoop(MPI_Comm ranks, roles::FoldRunner runner, Member const& self, Member const& root) :
    ranks_{ranks}, thread_{std::move(runner)}, pulse_{ranks, self, root} {}

/// While folds run, the thread that runs them wakes this one; while none do, nobody but the clock can.
void WorkerLoop::sleep() {
  pulse_.check();
  if (thread_.idle()) return backoff_.pause();
  if (thread_.wait_until_due(backoff_.next_sleep())) backoff_.reset();
}

void WorkerLoop::finish(TwoSteps& collective) {
  for (backoff_.reset(); !collective.done(); backoff_.pause()) pulse_.check();
}

Order WorkerLoop::next_wave() {
  Scatter scatter{ranks_};
  finish(scatter);
  return decode_order(scatter.take());
}

void WorkerLoop::run_wave(Order order) {
  thread_.add(std::move(order));
  while (!thread_.idle()) sleep();
  Gather gather{ranks_, encode(Report{Report::Kind::folds, 0, thread_.take_runs()})};
  finish(gather);
}

void WorkerLoop::send(Report const& report) {
  outbox_->send(0, encode(report));
  backoff_.reset();
}

std::optional<int> WorkerLoop::take(Order order) {
  backoff_.reset();
  switch (order.kind) {
  case Order::Kind::work:
    thread_.add(std::move(order));
    return {};
  case Order::Kind::give_back: {
    auto const back = thread_.take_back(static_cast<std::size_t>(order.number));
    send({Report::Kind::given_back, back, thread_.take_runs()});
    return {};
  }
  case Order::Kind::leave:
    send({Report::Kind::farewell});
    return static_cast<int>(order.number);
  default:
    throw ContractViolation{"a wave is scattered, not sent"};
  }
}

int WorkerLoop::run_letters(Order first) {
  outbox_.emplace(ranks_);
  Inbox inbox{ranks_, inbox_slots};
  thread_.add(std::move(first));
  for (;; sleep()) {
    for (auto const& letter : inbox.collect()) {
      if (auto const exit_code = take(decode_order(letter.message))) return *exit_code;
    }
    if (outbox_->tidy() + inbox.frames_collected() > 0) backoff_.reset(); // more of it follows at once
    if (thread_.wait_until_due(std::chrono::microseconds{0})) send({Report::Kind::folds, 0, thread_.take_runs()});
  }
}

int WorkerLoop::run() {
  for (;;) {
    auto order = next_wave();
    if (order.kind == Order::Kind::leave) return static_cast<int>(order.number);
    if (order.kind == Order::Kind::work) return run_letters(std::move(order));
    run_wave(std::move(order));
  }
}

} // namespace rankfold::mpi
