#include "roles/inline_dispatcher.hpp"

#include "support/clock.hpp"
#include "support/process.hpp"
#include <utility>

namespace rankfold::roles {
namespace {

constexpr std::size_t queue_length = 256;
constexpr std::size_t view_of_each_job = 16;
constexpr double turn_seconds = 0.05; ///< how long short folds are run before their results are given back

} // namespace

InlineDispatcher::InlineDispatcher(FoldRunner runner, Deadline deadline) :
    runner_{std::move(runner)}, queue_{std::move(deadline)} {
  use_.host = host_name();
  use_.pid = process_id();
  use_.joined = wall_seconds();
}

std::size_t InlineDispatcher::room() const { return queue_.room(queue_length, begun_.size()); }

void InlineDispatcher::submit(std::span<FoldRequest const> requests) {
  for (auto const& request : requests) queue_.push_back(request);
}

void InlineDispatcher::learn(JobId job, std::span<Configuration const> configurations) {
  if (next_.size() <= job.index()) next_.resize(job.index() + 1, ConfigurationId{0});
  queue_.learn(job, configurations);
  auto& next = next_[job.index()];
  runner_.learn(job, number_from(next, configurations));
  next.value += static_cast<std::int64_t>(configurations.size());
}

void InlineDispatcher::release(JobId job) {
  if (job.index() < next_.size()) next_[job.index()] = ConfigurationId{0};
  queue_.release(job);
  if (runner_.release) runner_.release(job);
}

void InlineDispatcher::withdraw() {
  queue_.clear();
  begun_.clear();
}

std::size_t InlineDispatcher::withdraw(JobId job) {
  auto const waited = queue_.withdraw(job);
  return waited + std::erase_if(begun_, [&](FoldRequest const& request) { return request.job == job; });
}

std::size_t InlineDispatcher::view_of_each() const { return view_of_each_job; }

/// The first piece of the job whose turn it is. @return false where nothing is left that may be begun.
bool InlineDispatcher::take_next() {
  if (!begun_.empty()) return true;
  queue_.put_next_job_first();
  queue_.withhold();
  if (queue_.size() == 0) return false;
  std::vector<FoldRequest> piece;
  queue_.pop(queue_.front(), piece);
  queue_.shares().begin(piece.front().job, 0);
  begun_.assign(piece.begin(), piece.end());
  return true;
}

std::vector<FoldResult> InlineDispatcher::wait() {
  std::vector<FoldResult> results;
  Stopwatch const turn;
  while (turn.seconds() < turn_seconds && take_next()) {
    Stopwatch const busy;
    auto const request = begun_.front();
    begun_.pop_front();
    results.push_back(runner_.run(request));
    queue_.observe(request, busy.seconds());
    queue_.shares().correct(request.job, busy.seconds());
    use_.busy_seconds += busy.seconds();
    ++use_.folds;
  }
  return results;
}

} // namespace rankfold::roles
