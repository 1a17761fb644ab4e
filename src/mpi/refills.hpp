#pragma once

#include "mpi/courier.hpp"
#include "mpi/supply.hpp"
#include <memory>

namespace rankfold::mpi {

/// The first folds go out in one collective; from then on each worker is refilled point to point as it reports.
/// Knows nothing of MPI.
///
/// Each worker holds a small queue, as long as the folds in it are expected to bridge a round trip; a fold that takes
/// much longer than a round trip is handed out alone. The folds of a chain go out together, however many they are.
/// Where a worker sits on a queue behind a fold that takes longer than was expected while another has nothing to do, it
/// is asked to give the end of its queue back.
class Refills final : public Supply {
public:
  /// @param crew outlives it.
  /// @param longest_chain folds that go to a worker in one piece at most
  Refills(std::unique_ptr<Courier> courier, Crew& crew, std::size_t longest_chain);

  [[nodiscard]] std::size_t room() const override;
  void withdraw() override;
  void advance(std::vector<roles::FoldResult>& results) override;
  void answered(std::size_t worker, Report::Kind kind) override;
  void dismiss(Order const& word) override;
  [[nodiscard]] std::size_t farewells_due() const override { return farewells_due_; }
  [[nodiscard]] bool all_given() override { return opening_ != Opening::under_way || courier_->opened(); }
  [[nodiscard]] bool is_collective() const override { return opening_ != Opening::done; }

private:
  [[nodiscard]] std::vector<std::size_t> emptiest_first() const;
  void hand_out();
  void open();
  void rebalance();
  void ask_back(std::size_t worker, Order const& order);
  [[nodiscard]] bool wants_more(std::size_t worker) const;
  [[nodiscard]] bool fits(roles::Piece const& next, std::size_t folds, double seconds) const;
  [[nodiscard]] std::vector<roles::FoldRequest> share_for(std::size_t worker);

  std::unique_ptr<Courier> courier_;
  Crew& crew_;
  std::size_t longest_chain_;
  enum class Opening { due, under_way, done } opening_;
  bool withdrawing_ = false;
  std::vector<bool> asked_; ///< workers that owe an answer to `give_back`
  std::size_t farewells_due_ = 0;
};

} // namespace rankfold::mpi
