#pragma once

#include "roles/dispatcher.hpp"
#include "support/random.hpp"
#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

namespace rankfold::testing {

/// Answers each fold by a script instead of running it, and gives results back in an order of its own.
class ScriptedDispatcher final : public roles::Dispatcher {
public:
  using Script = std::function<roles::FoldResult(roles::FoldRequest const&)>;
  enum class Order { as_submitted, reversed, shuffled };

  ScriptedDispatcher(Script script, std::size_t capacity, Order order = Order::as_submitted, std::uint64_t seed = 1) :
      script_{std::move(script)}, capacity_{capacity}, order_{order}, stream_{seed, 0, 0, 0} {}

  [[nodiscard]] std::size_t room() const override { return capacity_ - std::min(capacity_, queue_.size()); }
  void submit(std::span<roles::FoldRequest const> requests) override {
    for (auto const& request : requests) {
      if (request.configuration.value >= known[request.job.value]) throw std::logic_error{"unknown configuration"};
      submitted.push_back(request);
      queue_.push_back(request);
    }
  }
  void learn(JobId job, std::span<Configuration const> added) override {
    known[job.value] += static_cast<std::int64_t>(added.size());
  }
  [[nodiscard]] std::size_t in_flight() const override { return queue_.size(); }
  [[nodiscard]] std::vector<roles::FoldResult> wait() override {
    std::size_t const some = 1 + stream_.below(queue_.size());
    if (order_ == Order::reversed) std::ranges::reverse(queue_);
    if (order_ == Order::shuffled) {
      for (std::size_t i = queue_.size(); i > 1; --i) std::swap(queue_[i - 1], queue_[stream_.below(i)]);
    }
    std::vector<roles::FoldResult> results;
    for (std::size_t i = 0; i < some; ++i) results.push_back(script_(queue_[i]));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(some));
    return results;
  }
  void withdraw() override {
    withdrawn += queue_.size();
    queue_.clear();
  }
  [[nodiscard]] std::size_t withdraw(JobId job) override {
    auto const count = std::erase_if(queue_, [&](auto const& request) { return request.job == job; });
    withdrawn += count;
    return count;
  }
  void release(JobId job) override { known.erase(job.value); }
  void note_cost(roles::FoldRequest const& request, double seconds) override { costs[request.key] = seconds; }
  [[nodiscard]] std::vector<roles::RankUse> ranks() const override { return {roles::RankUse{}}; }
  [[nodiscard]] std::vector<roles::Event> take_events() override { return std::exchange(events, {}); }

  std::map<std::uint64_t, double> costs; ///< told of, by key
  std::vector<roles::FoldRequest> submitted;
  std::vector<roles::Event> events; ///< to be taken
  std::size_t withdrawn = 0;
  std::map<std::int64_t, std::int64_t> known; ///< configurations made known, by job

private:
  Script script_;
  std::size_t capacity_;
  Order order_;
  RandomStream stream_;
  std::vector<roles::FoldRequest> queue_;
};

/// A fold that came back complete with this objective.
inline roles::FoldResult scored(roles::FoldRequest const& request, double objective) {
  roles::FoldResult result;
  result.request = request;
  result.state = State::complete;
  result.metrics[0] = objective;
  return result;
}

/// A fold that failed.
inline roles::FoldResult failed(roles::FoldRequest const& request, std::string reason) {
  roles::FoldResult result;
  result.request = request;
  result.state = State::failed;
  result.text = std::move(reason);
  return result;
}

} // namespace rankfold::testing
