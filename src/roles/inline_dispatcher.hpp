#pragma once

#include "roles/dispatcher.hpp"
#include "roles/fair_share.hpp"
#include "roles/fold_runner.hpp"
#include <deque>
#include <vector>

namespace rankfold::roles {

/// Runs folds from the calling process, one after the other: what one rank does.
class InlineDispatcher final : public Dispatcher {
public:
  explicit InlineDispatcher(FoldRunner runner);

  [[nodiscard]] std::size_t room() const override;
  [[nodiscard]] std::size_t view_of_each() const override;
  void submit(std::span<FoldRequest const> requests) override;
  void learn(JobId job, std::span<Configuration const> configurations) override;
  [[nodiscard]] std::size_t in_flight() const override { return queue_.size(); }
  [[nodiscard]] std::vector<FoldResult> wait() override;
  void weigh(JobId job, double weight) override { shares_.weigh(job, weight); }
  void release(JobId job) override;
  void withdraw() override { queue_.clear(); }
  [[nodiscard]] std::size_t withdraw(JobId job) override;
  [[nodiscard]] std::vector<RankUse> ranks() const override { return {use_}; }
  [[nodiscard]] std::vector<Event> take_events() override { return {}; }

private:
  [[nodiscard]] FoldRequest take_next();

  FoldRunner runner_;
  std::vector<ConfigurationId> next_; ///< by JobId: the number of the next configuration
  std::deque<FoldRequest> queue_;
  FairShare shares_;
  RankUse use_;
};

} // namespace rankfold::roles
