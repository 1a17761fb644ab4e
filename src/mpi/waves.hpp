#pragma once

#include "mpi/supply.hpp"
#include "mpi/wave.hpp"
#include <memory>

namespace rankfold::mpi {

/// Waves and nothing else: fold n of the run goes to worker n mod W, and each wave is gathered before the next is
/// scattered. A wave holds as many folds as are expected to keep a worker busy for a moment, at least one a worker.
/// Where folds form chains, chain n goes to worker n mod W.
class Waves final : public Supply {
public:
  /// @param ranks everyone, while all are there. `crew` outlives it.
  /// @param longest_chain folds that go to a worker in one piece at most
  Waves(MPI_Comm ranks, Crew& crew, std::size_t longest_chain) :
      ranks_{ranks}, crew_{crew}, longest_chain_{longest_chain} {}
  ~Waves() override;
  Waves(Waves const&) = delete;
  Waves& operator=(Waves const&) = delete;

  [[nodiscard]] std::size_t room() const override;
  void withdraw() override { crew_.withdraw(); }
  void advance(std::vector<roles::FoldResult>& results) override;
  void answered(std::size_t, Report::Kind) override {}
  void dismiss(Order const& word) override;
  [[nodiscard]] std::size_t farewells_due() const override { return crew_.present(); }
  [[nodiscard]] bool all_given() override { return !scatter_ || scatter_->done(); }
  [[nodiscard]] bool is_collective() const override { return true; }

private:
  [[nodiscard]] std::vector<std::vector<roles::FoldRequest>> next_shares();
  void start_wave();

  MPI_Comm ranks_;
  Crew& crew_;
  std::size_t longest_chain_;
  std::unique_ptr<Scatter> scatter_;
  std::unique_ptr<Gather> gather_;
  std::size_t turn_ = 0; ///< the worker whose turn it is
};

} // namespace rankfold::mpi
