#include "mpi/refills.hpp"

#include <algorithm>

namespace rankfold::mpi {
namespace {

constexpr double queue_seconds = 0.02; ///< of work that a worker is to hold: several round trips
constexpr double alone_seconds = 0.25; ///< a fold this long is not queued behind another: a round trip is nothing to it
constexpr double overdue_seconds = 0.01; ///< silence after which a queue may be stuck behind a long fold
constexpr std::size_t most_a_worker = 4096;
constexpr std::size_t folds_in_view = 16384; ///< asked for ahead, so that the long ones among them can go first
constexpr std::size_t most_an_order = 512; ///< so that a worker runs the first folds while the others are on their way

} // namespace

Refills::Refills(std::unique_ptr<Courier> courier, Crew& crew, std::size_t longest_chain) :
    courier_{std::move(courier)}, crew_{crew}, longest_chain_{longest_chain}, opening_{courier_->opens()
                                                                                           ? Opening::due
                                                                                           : Opening::done},
    asked_(crew.size()) {}

std::size_t Refills::room() const {
  auto const seconds = crew_.typical_seconds();
  auto const queue = std::clamp(queue_seconds / std::max(seconds, 1e-9), 1.0, double{most_a_worker});
  auto const twice = 2 * std::max<std::size_t>(crew_.able(), 1) *
                     (static_cast<std::size_t>(queue) + (seconds < alone_seconds ? 1 : 0));
  auto const wanted = std::max(twice * longest_chain_, folds_in_view);
  return crew_.room(wanted);
}

bool Refills::fits(roles::Piece const& next, std::size_t folds, double seconds) const {
  if (folds == 0) return true;
  if (crew_.front_is_suspect()) return false;
  if (folds == 1 && seconds < alone_seconds && next.seconds < alone_seconds) return true;
  return folds < most_a_worker && seconds + next.seconds <= queue_seconds;
}

bool Refills::wants_more(std::size_t worker) const {
  auto const folds = crew_.held(worker);
  if (folds > 0 && crew_.load(worker) >= alone_seconds) return false; // mostly so: without a look at what waits
  if (!crew_.is_able(worker) || asked_[worker] || crew_.holds_suspect(worker)) return false;
  if (folds > 1 && (folds > most_a_worker / 2 || crew_.load(worker) > queue_seconds / 2)) return false;
  return fits(crew_.front(), folds, crew_.load(worker));
}

std::vector<roles::FoldRequest> Refills::share_for(std::size_t worker) {
  if (!crew_.is_able(worker)) return {};
  auto const most =
      std::clamp<std::size_t>(crew_.waiting() / crew_.able(), 1, most_an_order); // leave the others as much
  std::vector<roles::FoldRequest> share;
  double seconds = crew_.load(worker);
  while (crew_.waiting() > 0 && share.size() < most) {
    auto const next = crew_.front();
    if (!fits(next, crew_.held(worker) + share.size(), seconds)) break;
    bool const stays_alone = crew_.front_is_suspect();
    seconds += next.seconds;
    crew_.pop(next, share);
    if (stays_alone) break;
  }
  return share;
}

void Refills::open() {
  opening_ = Opening::under_way;
  courier_->open([&](std::size_t worker) { return crew_.give(worker, Order::Kind::work, share_for(worker)); });
}

std::vector<std::size_t> Refills::emptiest_first() const {
  std::vector<std::size_t> workers;
  for (std::size_t worker = 0; worker < crew_.size(); ++worker) {
    if (wants_more(worker)) workers.push_back(worker);
  }
  std::ranges::stable_partition(workers, [&](std::size_t worker) { return crew_.held(worker) == 0; });
  return workers;
}

void Refills::hand_out() {
  if (crew_.waiting() == 0) return;
  if (opening_ == Opening::due) return open();
  // A little to each in turn, so that nobody's second fold is another's first.
  for (bool given = true; given && crew_.waiting() > 0;) {
    given = false;
    // Who has nothing comes first: what was asked back from behind a long fold must not go there again.
    for (auto const worker : emptiest_first()) {
      if (crew_.waiting() == 0 || !wants_more(worker)) continue;
      courier_->send(worker, crew_.give(worker, Order::Kind::work, share_for(worker)));
      given = true;
    }
  }
}

void Refills::ask_back(std::size_t worker, Order const& order) {
  asked_[worker] = true;
  courier_->send(worker, order);
}

void Refills::rebalance() {
  if (crew_.waiting() > 0 || opening_ == Opening::due) return;
  std::optional<std::size_t> longest;
  std::size_t most_spare = 0;
  bool idle = false;
  for (std::size_t worker = 0; worker < crew_.size(); ++worker) {
    if (!crew_.is_able(worker)) continue;
    idle = idle || crew_.held(worker) == 0;
    if (crew_.held(worker) < 2 || asked_[worker] || crew_.silent_seconds(worker) < overdue_seconds) continue;
    auto const spare = crew_.spare(worker);
    if (spare <= most_spare) continue;
    most_spare = spare;
    longest = worker;
  }
  if (idle && longest) ask_back(*longest, {Order::Kind::give_back, static_cast<std::int64_t>(most_spare)});
}

void Refills::withdraw() {
  withdrawing_ = true;
  crew_.withdraw();
  for (std::size_t worker = 0; worker < crew_.size(); ++worker) {
    if (crew_.held(worker) > 1 && !asked_[worker]) ask_back(worker, {Order::Kind::withdraw});
  }
}

void Refills::answered(std::size_t worker, Report::Kind kind) {
  asked_.resize(crew_.size());
  if (kind == Report::Kind::given_back) asked_[worker] = false;
}

void Refills::advance(std::vector<roles::FoldResult>&) {
  if (opening_ == Opening::under_way && courier_->opened()) opening_ = Opening::done;
  if (withdrawing_) crew_.withdraw();
  withdrawing_ = withdrawing_ && std::ranges::find(asked_, true) != asked_.end();
  crew_.put_in_order();
  crew_.withhold();
  hand_out();
  rebalance();
}

void Refills::dismiss(Order const& word) {
  farewells_due_ = crew_.present();
  if (opening_ == Opening::due) { // the workers wait for it
    opening_ = Opening::under_way;
    return courier_->open([&](std::size_t) { return word; });
  }
  for (std::size_t worker = 0; worker < crew_.size(); ++worker) {
    if (crew_.is_present(worker)) courier_->send(worker, word);
  }
}

} // namespace rankfold::mpi
