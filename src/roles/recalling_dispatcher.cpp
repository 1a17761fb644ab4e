#include "roles/recalling_dispatcher.hpp"

#include <utility>

namespace rankfold::roles {
namespace {

/// While folds may be known, many are asked for at once, for they cost the workers nothing.
constexpr std::size_t room_for_answers = 4096;

} // namespace

RecallingDispatcher::RecallingDispatcher(Dispatcher& inner, Memory memory) :
    inner_{inner}, memory_{std::move(memory)}, known_{memory_.size()} {}

void RecallingDispatcher::remember(JobId job, Memory memory) {
  known_ += memory.size();
  of_later_[job].merge(memory);
}

void RecallingDispatcher::release(JobId job) {
  of_later_.erase(job);
  inner_.release(job);
}

std::size_t RecallingDispatcher::withdraw(JobId job) {
  auto const answers = std::erase_if(answers_, [&](auto const& answer) { return answer.request.job == job; });
  return answers + inner_.withdraw(job);
}

/// What failed before may be tried once more, but the same failure is no answer to that.
FoldResult const* RecallingDispatcher::find(FoldRequest const& request) const {
  auto const in = [&](Memory const& memory) -> FoldResult const* {
    auto const known = memory.find(request.key);
    return known == memory.end() || known->second.request.attempt < request.attempt ? nullptr : &known->second;
  };
  auto const own = of_later_.find(request.job);
  auto const* answer = own == of_later_.end() ? nullptr : in(own->second);
  return answer ? answer : in(memory_);
}

std::size_t RecallingDispatcher::room() const {
  bool const expects_answers = recalled_ < static_cast<std::int64_t>(known_);
  std::size_t const room = inner_.room();
  return expects_answers && room > 0 ? room + room_for_answers : room;
}

void RecallingDispatcher::submit(std::span<FoldRequest const> requests) {
  std::vector<FoldRequest> unknown;
  for (auto const& request : requests) {
    auto const* known = find(request);
    if (!known) {
      unknown.push_back(request);
      continue;
    }
    auto& answer = answers_.emplace_back(*known);
    answer.request = request;
    answer.request.attempt = known->request.attempt;
    if (answer.state == State::complete) inner_.note_cost(request, answer.fit_seconds + answer.evaluate_seconds);
    ++recalled_;
  }
  if (!unknown.empty()) inner_.submit(unknown);
}

void RecallingDispatcher::learn(JobId job, std::span<Configuration const> configurations) {
  inner_.learn(job, configurations);
}

std::vector<FoldResult> RecallingDispatcher::wait() {
  if (!answers_.empty()) return std::exchange(answers_, {});
  return inner_.wait();
}

} // namespace rankfold::roles
