#pragma once

#include "mpi/backoff.hpp"
#include "mpi/crew.hpp"
#include "mpi/refills.hpp"
#include "planning/simulated_workers.hpp"
#include "roles/dispatcher.hpp"

namespace rankfold::planning {

/// What rank 0 is busy with, seconds. Measured, see docs/benchmarks.md.
struct CoordinatorCosts {
  double letter = 2e-6; ///< to read or to send one
  double fold = 3e-6;   ///< trainer, journal and rows
  double turn = 4e-6;   ///< of looking for what has come and what is to be done
  double scan = 8e-9;   ///< more for each worker
};

/// The dynamic schedule in a time of its own: what waits, who gets it and when is decided by the code that decides it
/// over MPI (Crew, Refills); workers, letters and the time that rank 0 takes are simulated. The same calls give the
/// same times.
class SimulatedDispatcher final : public roles::Dispatcher {
public:
  struct Settings {
    std::size_t workers = 1;
    std::size_t longest_chain = 1;
    Delays delays = {};
    CoordinatorCosts costs = {};
  };
  SimulatedDispatcher(Settings const& settings, SimulatedFold fold);
  SimulatedDispatcher(SimulatedDispatcher const&) = delete;
  SimulatedDispatcher& operator=(SimulatedDispatcher const&) = delete;

  [[nodiscard]] std::size_t room() const override { return refills_.room(); }
  void submit(std::span<roles::FoldRequest const> requests) override { crew_.submit(requests); }
  void learn(JobId job, std::span<Configuration const> configurations) override { crew_.learn(job, configurations); }
  void note_cost(roles::FoldRequest const& request, double seconds) override { crew_.note_cost(request, seconds); }
  void weigh(JobId job, double weight) override { crew_.weigh(job, weight); }
  void release(JobId job) override { crew_.release(job); }
  [[nodiscard]] std::size_t in_flight() const override { return crew_.in_flight(); }
  [[nodiscard]] std::vector<roles::FoldResult> wait() override;
  void withdraw() override { refills_.withdraw(); }
  [[nodiscard]] std::size_t withdraw(JobId job) override { return crew_.withdraw(job); }
  [[nodiscard]] std::vector<roles::RankUse> ranks() const override { return crew_.ranks(); }
  [[nodiscard]] std::vector<roles::Event> take_events() override { return {}; }

  /// Seconds since the start, of its own time.
  [[nodiscard]] double now() const { return now_; }
  /// Seconds of them that rank 0 was busy.
  [[nodiscard]] double coordinator_seconds() const { return busy_ + signs_of_life_ * now_; }

private:
  class SimulatedCourier;

  void spend(double seconds);
  void take_turn(std::vector<roles::FoldResult>& results);
  void settle(SimulatedWorkers::Letter letter, std::vector<roles::FoldResult>& results);
  void sleep();
  [[nodiscard]] bool may_rebalance() const;

  CoordinatorCosts costs_;
  double signs_of_life_; ///< share of rank 0's time that goes to saying and hearing that all are there
  double now_ = 0, busy_ = 0;
  SimulatedWorkers workers_;
  mpi::Crew crew_;
  mpi::Refills refills_;
  mpi::Backoff backoff_;
};

} // namespace rankfold::planning
