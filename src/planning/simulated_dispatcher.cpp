#include "planning/simulated_dispatcher.hpp"

#include "support/error.hpp"
#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace rankfold::planning {
namespace {

constexpr std::chrono::milliseconds longest_sleep{4}; ///< of rank 0, see mpi::CrewDispatcher
/// A worker that has nothing to report says so every second; rank 0 says every other second that it is there.
constexpr double letters_a_second = 1.5;
constexpr double most_signs_of_life = 0.95; ///< of its time, so that there is some left

} // namespace

class SimulatedDispatcher::SimulatedCourier final : public mpi::Courier {
public:
  explicit SimulatedCourier(SimulatedDispatcher& dispatcher) : dispatcher_{dispatcher} {}

  [[nodiscard]] bool opens() const override { return true; }
  void open(std::function<mpi::Order(std::size_t worker)> const& order) override {
    for (std::size_t worker = 0; worker < dispatcher_.crew_.size(); ++worker) send(worker, order(worker));
  }
  [[nodiscard]] bool opened() override { return true; }
  void send(std::size_t worker, mpi::Order const& order) override {
    dispatcher_.spend(dispatcher_.costs_.letter);
    dispatcher_.workers_.send(worker, order, dispatcher_.now_);
  }

private:
  SimulatedDispatcher& dispatcher_;
};

SimulatedDispatcher::SimulatedDispatcher(Settings const& settings, SimulatedFold fold) :
    costs_{settings.costs}, signs_of_life_{std::min(static_cast<double>(settings.workers) * letters_a_second *
                                                        settings.costs.letter,
                                                    most_signs_of_life)},
    workers_{settings.workers, std::move(fold), settings.delays}, crew_{std::vector<roles::RankUse>(settings.workers +
                                                                                                    1),
                                                                        [this] { return now_; }},
    refills_{std::make_unique<SimulatedCourier>(*this), crew_, settings.longest_chain}, backoff_{longest_sleep} {
  expects(settings.workers > 0, "somebody must do the work");
}

void SimulatedDispatcher::spend(double seconds) {
  busy_ += seconds;
  now_ += seconds / (1 - signs_of_life_);
}

void SimulatedDispatcher::settle(SimulatedWorkers::Letter letter, std::vector<roles::FoldResult>& results) {
  spend(costs_.letter + costs_.fold * static_cast<double>(letter.report.runs.size()));
  auto const kind = letter.report.kind;
  crew_.settle(letter.from, std::move(letter.report), results);
  refills_.answered(letter.from, kind);
}

void SimulatedDispatcher::take_turn(std::vector<roles::FoldResult>& results) {
  for (auto& letter : workers_.collect(now_)) {
    settle(std::move(letter), results);
    backoff_.reset();
  }
  spend(costs_.turn + costs_.scan * static_cast<double>(crew_.size()));
  refills_.advance(results);
}

/// Somebody has nothing to do while another has folds that are not begun: it is the time that passes which tells that
/// these are overdue.
bool SimulatedDispatcher::may_rebalance() const {
  if (crew_.waiting() > 0) return false;
  bool idle = false, spare = false;
  for (std::size_t worker = 0; worker < crew_.size(); ++worker) {
    idle = idle || crew_.held(worker) == 0;
    spare = spare || (crew_.held(worker) > 1 && crew_.spare(worker) > 0);
  }
  return idle && spare;
}

/// As mpi::Backoff does, but sleeps in which nothing can happen are taken in one.
void SimulatedDispatcher::sleep() {
  auto const nap = [this] { return std::chrono::duration<double>{backoff_.next_sleep()}.count(); };
  if (may_rebalance()) {
    now_ += nap();
    return;
  }
  double const arrival = workers_.next_letter();
  expects(std::isfinite(arrival), "a worker that holds folds reports");
  double const longest = std::chrono::duration<double>{longest_sleep}.count();
  for (double next = 0; now_ < arrival; now_ += next) {
    next = nap();
    if (next == longest) next *= std::max(1.0, std::ceil((arrival - now_) / longest));
  }
}

std::vector<roles::FoldResult> SimulatedDispatcher::wait() {
  std::vector<roles::FoldResult> results;
  for (take_turn(results); results.empty(); take_turn(results)) sleep();
  return results;
}

} // namespace rankfold::planning
