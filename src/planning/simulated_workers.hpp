#pragma once

#include "mpi/wire.hpp"
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <queue>
#include <vector>

namespace rankfold::planning {

/// What a fold gives in a simulation: its result, and how long its worker was busy with it.
using SimulatedFold = std::function<mpi::FoldRun(roles::FoldRequest const&)>;

/// What is not simulated. Delays are seconds, measured on one node, see docs/benchmarks.md.
struct Delays {
  double letter = 50e-6; ///< from one rank's hands to the other's
  double fold = 20e-6;   ///< between a worker's folds
  /// Folds that run at full speed at once; when one begins as one of more, it takes that much longer.
  double at_full_speed = std::numeric_limits<double>::infinity();
};

/// Workers that run no folds: given orders, they report what real ones would, when these would.
/// Times are seconds on a clock that starts at 0.
class SimulatedWorkers {
public:
  SimulatedWorkers(std::size_t count, SimulatedFold fold, Delays delays);

  /// @param now no earlier than any time before
  void send(std::size_t worker, mpi::Order order, double now);

  struct Letter {
    double time; ///< of its arrival
    std::size_t from;
    mpi::Report report;
  };
  /// What has arrived by now, in this order.
  [[nodiscard]] std::vector<Letter> collect(double now);
  /// When the next letter arrives unless something is sent; infinity: never.
  [[nodiscard]] double next_letter();

private:
  struct Worker {
    std::deque<mpi::Order> orders; ///< on their way
    std::deque<roles::FoldRequest> queue;
    roles::FoldRequest latest; ///< that was begun
    bool running = false;
    std::vector<mpi::FoldRun> runs; ///< not yet reported
    double oldest_run = 0;          ///< when the first of them ended
    double idle_since = 0;
    std::uint32_t runs_so_far = 0;
  };
  struct Event {
    enum class Kind { order_arrives, fold_ends, run_has_waited };
    double time;
    std::uint64_t number; ///< of events at the same time the one that was foreseen first is first
    std::size_t worker;
    Kind kind;
    bool operator>(Event const& other) const { return time != other.time ? time > other.time : number > other.number; }
  };

  void foresee(double time, std::size_t worker, Event::Kind kind);
  void happen(); ///< the next event
  void order_arrives(std::size_t worker, double now);
  void fold_ends(std::size_t worker, double now);
  void begin_next(std::size_t worker, double now);
  void report(std::size_t worker, mpi::Report::Kind kind, std::size_t given_back, double now);
  void report_if_due(std::size_t worker, double now);

  SimulatedFold fold_;
  Delays delays_;
  std::vector<Worker> workers_;
  std::size_t running_ = 0; ///< of the workers
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t foreseen_ = 0;
  std::deque<Letter> letters_; ///< on their way; all take as long
};

} // namespace rankfold::planning
