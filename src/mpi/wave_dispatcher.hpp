#pragma once

#include "mpi/crew_dispatcher.hpp"
#include "mpi/wave.hpp"
#include <optional>

namespace rankfold::mpi {

/// Waves and nothing else: fold n of the run goes to worker n mod W, and each wave is gathered before the next is
/// scattered. A wave holds as many folds as are expected to keep a worker busy for a moment, at least one a worker.
class WaveDispatcher final : public CrewDispatcher {
public:
  using CrewDispatcher::CrewDispatcher;

  [[nodiscard]] std::size_t room() const override;
  void withdraw() override { crew_.withdraw(); }

private:
  void advance(std::vector<roles::FoldResult>& results) override;
  void dismiss_workers(int exit_code) override;
  [[nodiscard]] std::vector<std::vector<roles::FoldRequest>> next_shares();
  void start_wave();

  std::optional<Scatter> scatter_;
  std::optional<Gather> gather_;
  std::size_t turn_ = 0; ///< the worker whose turn it is
};

} // namespace rankfold::mpi
