#pragma once

#include "mpi/crew_dispatcher.hpp"
#include "mpi/mailbox.hpp"
#include "mpi/wave.hpp"
#include <optional>

namespace rankfold::mpi {

/// The first folds go out in one scatter; from then on each worker is refilled point to point as it reports.
///
/// Each worker holds a small queue, as long as the folds in it are expected to bridge a round trip; a fold that takes
/// much longer than a round trip is handed out alone. Where a worker sits on a queue behind a fold that takes longer
/// than was expected while another has nothing to do, it is asked to give the end of its queue back.
class RefillDispatcher final : public CrewDispatcher {
public:
  explicit RefillDispatcher(Scope& scope);

  [[nodiscard]] std::size_t room() const override;
  void withdraw() override;

private:
  void advance(std::vector<roles::FoldResult>& results) override;
  void dismiss_workers(int exit_code) override;

  void collect(std::vector<roles::FoldResult>& results);
  void take(Letter const& letter, std::vector<roles::FoldResult>& results);
  [[nodiscard]] std::vector<std::size_t> emptiest_first() const;
  void hand_out();
  void open();
  void rebalance();
  void ask_back(std::size_t worker, std::size_t folds);
  [[nodiscard]] bool wants_more(std::size_t worker) const;
  [[nodiscard]] bool fits(std::size_t folds, double seconds) const;
  [[nodiscard]] std::vector<roles::FoldRequest> share_for(std::size_t worker);
  void send(std::size_t worker, Order const& order);

  Outbox outbox_;
  Inbox inbox_;
  std::optional<Scatter> opening_;
  bool opened_ = false;
  bool withdrawing_ = false;
  std::vector<bool> asked_; ///< workers that owe an answer to `give_back`
  std::size_t farewells_ = 0;
};

} // namespace rankfold::mpi
