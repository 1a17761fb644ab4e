#pragma once

#include "mpi/backoff.hpp"
#include "mpi/crew.hpp"
#include "mpi/fold_dispatcher.hpp"
#include "mpi/pulse.hpp"
#include <mpi.h>

namespace rankfold::mpi {

/// What both schedules share: the book of the workers, and waiting asleep.
class CrewDispatcher : public RankDispatcher {
public:
  /// Collective over all ranks: the others are in `serve`.
  explicit CrewDispatcher(Scope& scope);

  void submit(std::span<roles::FoldRequest const> requests) override;
  void learn(JobId job, std::span<Configuration const> configurations) override { crew_.learn(job, configurations); }
  [[nodiscard]] std::size_t in_flight() const override { return crew_.in_flight(); }
  [[nodiscard]] std::vector<roles::FoldResult> wait() override;
  [[nodiscard]] std::vector<roles::RankUse> ranks() const override { return crew_.ranks(); }
  void finish(int exit_code) override;

protected:
  /// Hands out what can be handed out and appends what has come back; never waits.
  virtual void advance(std::vector<roles::FoldResult>& results) = 0;
  virtual void dismiss_workers(int exit_code) = 0;

  [[nodiscard]] MPI_Comm comm() const;
  /// One message a rank for a Scatter, rank 0's empty. @param order of a worker's number
  [[nodiscard]] std::vector<Bytes> orders(auto&& order) const {
    std::vector<Bytes> messages(1);
    for (std::size_t worker = 0; worker < crew_.size(); ++worker) messages.push_back(encode(order(worker)));
    return messages;
  }

  Scope& scope_;
  Crew crew_;
  Backoff backoff_{std::chrono::milliseconds{4}};

private:
  Pulse pulse_;
};

} // namespace rankfold::mpi
