#include "roles/inline_dispatcher.hpp"

#include "support/clock.hpp"
#include "support/process.hpp"
#include <algorithm>
#include <utility>

namespace rankfold::roles {
namespace {

constexpr std::size_t queue_length = 256;
constexpr std::size_t view_of_each_job = 16;
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

void InlineDispatcher::release(JobId job) {
  if (job.index() < next_.size()) next_[job.index()] = ConfigurationId{0};
  shares_.release(job);
  if (runner_.release) runner_.release(job);
}

std::size_t InlineDispatcher::withdraw(JobId job) {
  return std::erase_if(queue_, [&](FoldRequest const& request) { return request.job == job; });
}

std::size_t InlineDispatcher::view_of_each() const { return view_of_each_job; }

/// The first of the job whose turn it is.
FoldRequest InlineDispatcher::take_next() {
  auto const turn = [&](FoldRequest const& request) { return shares_.start(request.job); };
  auto const next = shares_.is_shared() ? std::ranges::min_element(queue_, {}, turn) : queue_.begin();
  auto const request = *next;
  queue_.erase(next);
  shares_.begin(request.job, 0);
  return request;
}

std::vector<FoldResult> InlineDispatcher::wait() {
  std::vector<FoldResult> results;
  Stopwatch const turn;
  while (!queue_.empty() && turn.seconds() < turn_seconds) {
    Stopwatch const busy;
    auto const request = take_next();
    results.push_back(runner_.run(request));
    shares_.correct(request.job, busy.seconds());
    use_.busy_seconds += busy.seconds();
    ++use_.folds;
  }
  return results;
}

} // namespace rankfold::roles
