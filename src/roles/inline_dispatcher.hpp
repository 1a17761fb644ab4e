#pragma once

#include "roles/dispatcher.hpp"
#include "roles/fold_queue.hpp"
#include "roles/fold_runner.hpp"
#include <deque>
#include <vector>

namespace rankfold::roles {

/// Runs folds from the calling process, one after the other: what one rank does.
class InlineDispatcher final : public Dispatcher {
public:
  explicit InlineDispatcher(FoldRunner runner, Deadline deadline = {});

  [[nodiscard]] std::size_t room() const override;
  [[nodiscard]] std::size_t view_of_each() const override;
  void submit(std::span<FoldRequest const> requests) override;
  void learn(JobId job, std::span<Configuration const> configurations) override;
  [[nodiscard]] std::size_t in_flight() const override { return queue_.total() + begun_.size(); }
  [[nodiscard]] Withheld withheld() const override { return queue_.withheld(); }
  void note_cost(FoldRequest const& request, double seconds) override { queue_.observe(request, seconds); }
  [[nodiscard]] std::vector<FoldResult> wait() override;
  void weigh(JobId job, double weight) override { queue_.shares().weigh(job, weight); }
  void release(JobId job) override;
  void withdraw() override;
  [[nodiscard]] std::size_t withdraw(JobId job) override;
  [[nodiscard]] std::vector<RankUse> ranks() const override { return {use_}; }
  [[nodiscard]] std::vector<Event> take_events() override { return {}; }

private:
  [[nodiscard]] bool take_next();

  FoldRunner runner_;
  std::vector<ConfigurationId> next_; ///< by JobId: the number of the next configuration
  FoldQueue queue_;
  std::deque<FoldRequest> begun_; ///< the folds of a chain that are next
  RankUse use_;
};

} // namespace rankfold::roles
