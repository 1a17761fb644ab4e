#pragma once

#include "roles/dispatcher.hpp"
#include "roles/worker.hpp"
#include <deque>

namespace rankfold::roles {

/// Runs folds in the calling process, one after the other: what one rank does.
class InlineDispatcher final : public Dispatcher {
public:
  /// @param worker outlives the dispatcher.
  explicit InlineDispatcher(Worker& worker);

  [[nodiscard]] std::size_t room() const override;
  void submit(std::span<FoldRequest const> requests) override;
  void learn(JobId job, std::span<Configuration const> configurations) override;
  [[nodiscard]] std::size_t in_flight() const override { return queue_.size(); }
  [[nodiscard]] std::vector<FoldResult> wait() override;
  void withdraw() override { queue_.clear(); }
  [[nodiscard]] std::vector<RankUse> ranks() const override { return {use_}; }

private:
  Worker& worker_;
  std::deque<FoldRequest> queue_;
  RankUse use_;
};

} // namespace rankfold::roles
