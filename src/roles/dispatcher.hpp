#pragma once

#include "rankfold/value.hpp"
#include "roles/event.hpp"
#include "roles/fold.hpp"
#include <span>
#include <string>
#include <vector>

namespace rankfold::roles {

/// A rank that runs folds (or rank 0), for the receipt and `/ranks`.
struct RankUse {
  std::int32_t rank = 0;
  std::string host;
  std::int64_t pid = 0;
  double joined = 0, left = 0; ///< seconds since the epoch; left is 0 while it is there
  double busy_seconds = 0;     ///< spent in folds
  std::int64_t folds = 0;      ///< run
  std::int32_t run = 0;        ///< of the job's runs, from 1; 0: this one
};

/// Folds that are not begun because too little time is left for them.
struct Withheld {
  std::size_t folds = 0;
  double shortest_seconds = 0; ///< that one of them, or its chain, is expected to take
};

/// Gives folds to workers and brings back results. Proxy and trainers know the transport only through this.
///
/// Every fold submitted comes back exactly once, in any order, complete or failed, unless it is withdrawn.
class Dispatcher {
public:
  virtual ~Dispatcher() = default;

  /// How many more folds it takes to keep every worker busy; never waits. At least 1 while nothing is in flight.
  [[nodiscard]] virtual std::size_t room() const = 0;
  /// How many folds of each job it wants to choose from, where there are several, whatever it has of the others: it
  /// cannot be fair to folds that it has not seen.
  [[nodiscard]] virtual std::size_t view_of_each() const { return 0; }
  /// @pre each request's configuration was made known by `learn` before.
  virtual void submit(std::span<FoldRequest const> requests) = 0;
  /// Makes configurations known, numbered on from those already known of that job.
  virtual void learn(JobId job, std::span<Configuration const> configurations) = 0;
  /// Tells whoever plans by it what this fold cost when an earlier run did it. @pre its configuration was made known
  virtual void note_cost(FoldRequest const& /*request*/, double /*seconds*/) {}
  /// The job's share of the workers beside other jobs, in proportion; 1 where nothing is said.
  virtual void weigh(JobId /*job*/, double /*weight*/) {}
  /// Nothing more of this job will be asked: its number may be given to another. @pre none of its folds is in flight
  virtual void release(JobId /*job*/) {}
  /// Folds submitted and not yet given back.
  [[nodiscard]] virtual std::size_t in_flight() const = 0;
  /// Those in flight that are begun by no worker, as the time is short.
  [[nodiscard]] virtual Withheld withheld() const { return {}; }
  /// Waits, without using the core, until a result is there or a moment (well under a second) has passed;
  /// gives all results that are there. @pre in_flight() > 0
  [[nodiscard]] virtual std::vector<FoldResult> wait() = 0;
  /// Takes back the folds that no worker has begun, now or as soon as workers have given them back. They count as in
  /// flight no longer and never come back from `wait`; what has begun does.
  virtual void withdraw() = 0;
  /// The same for the folds of one job that wait here; those that a worker holds come back. @return how many
  [[nodiscard]] virtual std::size_t withdraw(JobId job) = 0;
  /// Every rank, in rank order, with what is known of it so far.
  [[nodiscard]] virtual std::vector<RankUse> ranks() const = 0;
  /// What has happened to ranks since the last call.
  [[nodiscard]] virtual std::vector<Event> take_events() = 0;
};

} // namespace rankfold::roles
