#include "roles/inline_dispatcher.hpp"

#include "support/clock.hpp"
#include "support/process.hpp"
#include <algorithm>
#include <utility>

namespace rankfold::roles {
namespace {

constexpr std::size_t queue_length = 256;
constexpr double turn_seconds = 0.05; ///< how long short folds are run before their results are given back

} // namespace

InlineDispatcher::InlineDispatcher(FoldRunner runner) : runner_{std::move(runner)} {
  use_.host = host_name();
  use_.pid = process_id();
  use_.joined = wall_seconds();
}

std::size_t InlineDispatcher::room() const { return queue_length - std::min(queue_length, queue_.size()); }

void InlineDispatcher::submit(std::span<FoldRequest const> requests) {
  queue_.insert(queue_.end(), requests.begin(), requests.end());
}

void InlineDispatcher::learn(JobId job, std::span<Configuration const> configurations) {
  if (next_.size() <= job.index()) next_.resize(job.index() + 1, ConfigurationId{0});
  auto& next = next_[job.index()];
  runner_.learn(job, number_from(next, configurations));
  next.value += static_cast<std::int64_t>(configurations.size());
}

std::vector<FoldResult> InlineDispatcher::wait() {
  std::vector<FoldResult> results;
  Stopwatch const turn;
  while (!queue_.empty() && turn.seconds() < turn_seconds) {
    Stopwatch const busy;
    results.push_back(runner_.run(queue_.front()));
    queue_.pop_front();
    use_.busy_seconds += busy.seconds();
    ++use_.folds;
  }
  return results;
}

} // namespace rankfold::roles
