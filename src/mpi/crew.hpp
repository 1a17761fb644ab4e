#pragma once

#include "mpi/configuration_ledger.hpp"
#include "mpi/quarantine.hpp"
#include "mpi/wire.hpp"
#include "roles/dispatcher.hpp"
#include "roles/fold_queue.hpp"
#include "support/clock.hpp"
#include <deque>
#include <span>
#include <vector>

namespace rankfold::mpi {

/// What one worker has been given and has not brought back, in the order given, which is the order in which it runs
/// them.
struct HeldFold {
  roles::FoldRequest request;
  double seconds; ///< that it was expected to take
};

/// Rank 0's book of its workers: what waits, who holds what, and how long it may take. Knows nothing of MPI.
/// Workers are numbered from 0; worker w is rank w + 1.
class Crew {
public:
  /// @param ranks all of them, rank 0 first.
  explicit Crew(std::vector<roles::RankUse> ranks, Clock clock = monotonic_seconds, roles::Deadline deadline = {});

  /// Workers there ever were; the numbers of those that are gone are not given again.
  [[nodiscard]] std::size_t size() const { return workers_.size(); }
  [[nodiscard]] std::size_t present() const { return present_; }
  [[nodiscard]] bool is_present(std::size_t worker) const { return workers_[worker].present; }
  /// Those present that may be given folds.
  [[nodiscard]] std::size_t able() const { return able_; }
  [[nodiscard]] bool is_able(std::size_t worker) const { return workers_[worker].present && !workers_[worker].rests; }
  /// The worker gets no folds: its node has no memory or GPUs for one more trial. @pre it holds none
  void rest(std::size_t worker);
  void learn(JobId job, std::span<Configuration const> configurations);
  /// The job's share of the workers, beside other jobs.
  void weigh(JobId job, double weight) { queue_.shares().weigh(job, weight); }
  /// Forgets the job, whose number may be given to another. @pre none of its folds is in flight
  void release(JobId job);
  /// That an earlier run took so long for this fold.
  void note_cost(roles::FoldRequest const& request, double seconds) { queue_.observe(request, seconds); }
  void submit(std::span<roles::FoldRequest const> requests);

  [[nodiscard]] std::size_t in_flight() const { return queue_.total() + held_ + given_up_.size(); }
  [[nodiscard]] std::size_t waiting() const { return queue_.size(); }
  [[nodiscard]] double typical_seconds() const { return queue_.typical_seconds(); }
  /// How many folds to ask for, so that `wanted` of them wait or are held.
  [[nodiscard]] std::size_t room(std::size_t wanted) const { return queue_.room(wanted, held_ + given_up_.size()); }

  /// @name What waits, see FoldQueue
  [[nodiscard]] roles::Piece front() const { return queue_.front(); }
  void pop(roles::Piece const& front, std::vector<roles::FoldRequest>& requests) { queue_.pop(front, requests); }
  void put_in_order() { queue_.put_in_order(); }
  void withhold() { queue_.withhold(); }
  [[nodiscard]] roles::Withheld withheld() const { return queue_.withheld(); }
  /// Forgets what waits.
  void withdraw() { queue_.clear(); }
  /// Forgets what waits of this job. @return how many
  [[nodiscard]] std::size_t withdraw(JobId job) { return queue_.withdraw(job); }
  /// Whether the first fold that waits may only be given to a worker that has nothing else, and nothing else after it:
  /// a rank was lost while it held it, and if that happens again it shall be known which fold it was.
  [[nodiscard]] bool front_is_suspect() const { return queue_.front_is_suspect(); }

  /// @name Coming and going
  /// @return the new worker's number.
  std::size_t join(roles::RankUse rank);
  /// What the worker held waits again, at the front, and not together with anything else.
  void lose(std::size_t worker);
  /// What all workers hold waits again: their reports so far count no more, and what they were sent may not have
  /// arrived.
  void recall();
  /// Appends the folds that are not run any more because of what their configurations do to ranks.
  void take_given_up(std::vector<roles::FoldResult>& results);

  /// @name One worker
  [[nodiscard]] std::size_t held(std::size_t worker) const { return workers_[worker].held.size(); }
  [[nodiscard]] bool holds_suspect(std::size_t worker) const;
  /// Seconds that all it holds is expected to take.
  [[nodiscard]] double load(std::size_t worker) const { return workers_[worker].load; }
  /// How many of the last folds that it holds may go elsewhere: about half of them, but no part of a chain.
  [[nodiscard]] std::size_t spare(std::size_t worker) const;
  /// Since it last reported, or since it was given work that it had none of.
  [[nodiscard]] double silent_seconds(std::size_t worker) const { return clock_() - workers_[worker].silent_since; }

  /// The order that gives these folds to this worker.
  [[nodiscard]] Order give(std::size_t worker, Order::Kind kind, std::vector<roles::FoldRequest> requests);
  /// Takes in what a worker reports: results are appended, folds given back wait again, at the front.
  /// @throws ContractViolation if it reports what it was not given.
  void settle(std::size_t worker, Report report, std::vector<roles::FoldResult>& results);

  [[nodiscard]] std::vector<roles::RankUse> const& ranks() const { return ranks_; }

private:
  struct Worker {
    double silent_since; ///< by the clock
    std::deque<HeldFold> held = {};
    double load = 0;
    std::uint32_t runs = 0;
    bool present = true;
    bool rests = false; ///< present, but not to be given anything
  };

  void settle_run(std::size_t worker, FoldRun& run);
  void take_back(Worker& worker, std::size_t count);
  void give_up_or_queue(roles::FoldRequest const& request, bool at_front);
  void give_up(roles::FoldRequest const& request);
  void quarantine_waiting();

  Clock clock_;
  std::vector<roles::RankUse> ranks_;
  std::vector<Worker> workers_;
  roles::FoldQueue queue_;
  std::vector<roles::FoldResult> given_up_;
  Quarantine quarantine_;
  std::size_t held_ = 0; ///< by all workers together
  std::size_t present_, able_;
  ConfigurationLedger ledger_;
};

} // namespace rankfold::mpi
