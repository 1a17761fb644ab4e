#pragma once

#include "roles/dispatcher.hpp"

namespace rankfold::roles {

/// Takes folds and runs none: for who only wants to know what is known already (`RecallingDispatcher` before it).
class IdleDispatcher final : public Dispatcher {
public:
  [[nodiscard]] std::size_t room() const override { return 4096; }
  void submit(std::span<FoldRequest const> requests) override {
    held_ += requests.size();
    is_fed_ = true;
  }
  void learn(JobId, std::span<Configuration const>) override {}
  [[nodiscard]] std::size_t in_flight() const override { return held_; }
  [[nodiscard]] std::vector<FoldResult> wait() override {
    in_vain_ = !is_fed_;
    is_fed_ = false;
    return {};
  }
  void withdraw() override { held_ = 0; }
  [[nodiscard]] std::size_t withdraw(JobId) override { return 0; }
  [[nodiscard]] std::vector<RankUse> ranks() const override { return {}; }
  [[nodiscard]] std::vector<Event> take_events() override { return {}; }

  /// Whether it was waited for twice with nothing submitted in between: nobody has anything more to ask.
  [[nodiscard]] bool waits_in_vain() const { return in_vain_; }

private:
  std::size_t held_ = 0;
  bool is_fed_ = false, in_vain_ = false;
};

} // namespace rankfold::roles
