#pragma once

#include "roles/dispatcher.hpp"
#include <unordered_map>
#include <vector>

namespace rankfold::roles {

/// Results of folds that were computed before, by the folds' keys.
using Memory = std::unordered_map<std::uint64_t, FoldResult>;

/// Answers folds whose results are known from memory, and passes the others on: so a resumed job proposes the same
/// trials as at first and only computes what is missing.
class RecallingDispatcher final : public Dispatcher {
public:
  /// @param inner outlives it.
  RecallingDispatcher(Dispatcher& inner, Memory memory);

  /// More that is known, of a job that came later.
  void remember(JobId job, Memory memory);

  [[nodiscard]] std::size_t room() const override;
  [[nodiscard]] std::size_t view_of_each() const override { return inner_.view_of_each(); }
  void submit(std::span<FoldRequest const> requests) override;
  void learn(JobId job, std::span<Configuration const> configurations) override;
  [[nodiscard]] std::size_t in_flight() const override { return answers_.size() + inner_.in_flight(); }
  [[nodiscard]] Withheld withheld() const override { return inner_.withheld(); }
  /// What is known comes first, without waiting for the workers.
  [[nodiscard]] std::vector<FoldResult> wait() override;
  void weigh(JobId job, double weight) override { inner_.weigh(job, weight); }
  void release(JobId job) override;
  void withdraw() override { inner_.withdraw(); }
  [[nodiscard]] std::size_t withdraw(JobId job) override;
  [[nodiscard]] std::vector<RankUse> ranks() const override { return inner_.ranks(); }
  [[nodiscard]] std::vector<Event> take_events() override { return inner_.take_events(); }

  /// Folds answered from memory so far.
  [[nodiscard]] std::int64_t recalled() const { return recalled_; }

private:
  /// What is known of a fold; null: nothing that answers this request.
  [[nodiscard]] FoldResult const* find(FoldRequest const& request) const;

  Dispatcher& inner_;
  Memory memory_;                              ///< that serves all jobs
  std::unordered_map<JobId, Memory> of_later_; ///< what is known of jobs that came later, until they are released
  std::size_t known_ = 0;                      ///< folds in all of it
  std::vector<FoldResult> answers_;
  std::int64_t recalled_ = 0;
};

} // namespace rankfold::roles
