#include "mpi/refill_dispatcher.hpp"

#include "support/error.hpp"
#include <algorithm>
#include <numeric>

namespace rankfold::mpi {
namespace {

constexpr double queue_seconds = 0.02; ///< of work that a worker is to hold: several round trips
constexpr double alone_seconds = 0.25; ///< a fold this long is not queued behind another: a round trip is nothing to it
constexpr double overdue_seconds = 0.01; ///< silence after which a queue may be stuck behind a long fold
constexpr double farewell_seconds = 60;  ///< that letting go may take
constexpr std::size_t most_a_worker = 4096;
constexpr std::size_t most_an_order = 512; ///< so that a worker runs the first folds while the others are on their way
constexpr std::size_t inbox_slots = 64;

} // namespace

RefillDispatcher::RefillDispatcher(Scope& scope) :
    CrewDispatcher{scope}, outbox_{comm()}, inbox_{comm(), inbox_slots}, asked_(crew_.size()) {}

std::size_t RefillDispatcher::room() const {
  auto const seconds = crew_.typical_seconds();
  auto const queue = std::clamp(queue_seconds / std::max(seconds, 1e-9), 1.0, double{most_a_worker});
  auto const twice = 2 * crew_.size() * (static_cast<std::size_t>(queue) + (seconds < alone_seconds ? 1 : 0));
  return twice - std::min(twice, in_flight());
}

bool RefillDispatcher::fits(std::size_t folds, double seconds) const {
  if (folds == 0) return true;
  double const next = crew_.expected_seconds(crew_.front());
  if (folds == 1 && seconds < alone_seconds && next < alone_seconds) return true;
  return folds < most_a_worker && seconds + next <= queue_seconds;
}

bool RefillDispatcher::wants_more(std::size_t worker) const {
  if (asked_[worker]) return false;
  auto const folds = crew_.held(worker);
  if (folds > 1 && (folds > most_a_worker / 2 || crew_.load(worker) > queue_seconds / 2)) return false;
  return fits(folds, crew_.load(worker));
}

std::vector<roles::FoldRequest> RefillDispatcher::share_for(std::size_t worker) {
  auto const most =
      std::clamp<std::size_t>(crew_.waiting() / crew_.size(), 1, most_an_order); // leave the others as much
  std::vector<roles::FoldRequest> share;
  double seconds = crew_.load(worker);
  while (crew_.waiting() > 0 && share.size() < most && fits(crew_.held(worker) + share.size(), seconds)) {
    seconds += crew_.expected_seconds(crew_.front());
    share.push_back(crew_.pop());
  }
  return share;
}

void RefillDispatcher::send(std::size_t worker, Order const& order) {
  outbox_.send(static_cast<int>(worker + 1), encode(order));
}

void RefillDispatcher::open() {
  opened_ = true;
  opening_.emplace(
      comm(), orders([&](std::size_t worker) { return crew_.give(worker, Order::Kind::work, share_for(worker)); }));
}

std::vector<std::size_t> RefillDispatcher::emptiest_first() const {
  std::vector<std::size_t> workers(crew_.size());
  std::iota(workers.begin(), workers.end(), std::size_t{0});
  std::ranges::stable_partition(workers, [&](std::size_t worker) { return crew_.held(worker) == 0; });
  return workers;
}

void RefillDispatcher::hand_out() {
  if (crew_.waiting() == 0) return;
  if (!opened_) return open();
  for (bool given = true; given;) { // a little to each in turn, so that nobody's second fold is another's first
    given = false;
    // Who has nothing comes first: what was asked back from behind a long fold must not go there again.
    for (auto const worker : emptiest_first()) {
      if (crew_.waiting() == 0 || !wants_more(worker)) continue;
      send(worker, crew_.give(worker, Order::Kind::work, share_for(worker)));
      given = true;
    }
  }
}

void RefillDispatcher::ask_back(std::size_t worker, std::size_t folds) {
  asked_[worker] = true;
  send(worker, {Order::Kind::give_back, static_cast<std::int64_t>(folds)});
}

void RefillDispatcher::rebalance() {
  if (crew_.waiting() > 0 || !opened_) return;
  std::optional<std::size_t> longest;
  bool idle = false;
  for (std::size_t worker = 0; worker < crew_.size(); ++worker) {
    idle = idle || crew_.held(worker) == 0;
    if (crew_.held(worker) < 2 || asked_[worker] || crew_.silent_seconds(worker) < overdue_seconds) continue;
    if (!longest || crew_.held(worker) > crew_.held(*longest)) longest = worker;
  }
  if (idle && longest) ask_back(*longest, crew_.held(*longest) / 2);
}

void RefillDispatcher::withdraw() {
  withdrawing_ = true;
  crew_.withdraw();
  for (std::size_t worker = 0; worker < crew_.size(); ++worker) {
    if (crew_.held(worker) > 1 && !asked_[worker]) ask_back(worker, crew_.held(worker));
  }
}

void RefillDispatcher::take(Letter const& letter, std::vector<roles::FoldResult>& results) {
  auto const worker = static_cast<std::size_t>(letter.from - 1);
  auto report = decode_report(letter.message);
  if (report.kind == Report::Kind::farewell) ++farewells_;
  if (report.kind == Report::Kind::given_back) asked_[worker] = false;
  crew_.settle(worker, std::move(report), results);
}

void RefillDispatcher::collect(std::vector<roles::FoldResult>& results) {
  for (auto const& letter : inbox_.collect()) take(letter, results);
  if (outbox_.tidy() + inbox_.frames_collected() > 0) backoff_.reset(); // more of it follows at once
  if (opening_ && opening_->done()) opening_.reset();
}

void RefillDispatcher::advance(std::vector<roles::FoldResult>& results) {
  collect(results);
  if (withdrawing_) crew_.withdraw();
  withdrawing_ = withdrawing_ && std::ranges::find(asked_, true) != asked_.end();
  hand_out();
  rebalance();
}

void RefillDispatcher::dismiss_workers(int exit_code) {
  Order const word{Order::Kind::leave, exit_code};
  if (!opened_) {
    opening_.emplace(comm(), orders([&](std::size_t) { return word; }));
    farewells_ = crew_.size(); // nobody has begun to write letters
  } else {
    for (std::size_t worker = 0; worker < crew_.size(); ++worker) send(worker, word);
  }
  std::vector<roles::FoldResult> none;
  Stopwatch watch;
  for (Backoff backoff; farewells_ < crew_.size() || opening_; backoff.pause()) {
    collect(none);
    if (watch.seconds() > farewell_seconds) throw SystemError{"a worker does not answer when told to leave"};
  }
}

} // namespace rankfold::mpi
