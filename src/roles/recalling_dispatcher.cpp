#include "roles/recalling_dispatcher.hpp"

#include <utility>

namespace rankfold::roles {
namespace {

/// While folds may be known, many are asked for at once, for they cost the workers nothing.
constexpr std::size_t room_for_answers = 4096;

} // namespace

RecallingDispatcher::RecallingDispatcher(Dispatcher& inner, Memory memory) :
    inner_{inner}, memory_{std::move(memory)} {}

std::size_t RecallingDispatcher::room() const {
  bool const expects_answers = recalled_ < static_cast<std::int64_t>(memory_.size());
  std::size_t const room = inner_.room();
  return expects_answers && room > 0 ? room + room_for_answers : room;
}

void RecallingDispatcher::submit(std::span<FoldRequest const> requests) {
  std::vector<FoldRequest> unknown;
  for (auto const& request : requests) {
    auto const known = memory_.find(request.key);
    // What failed before may be tried once more, but the same failure is no answer to that.
    if (known == memory_.end() || known->second.request.attempt < request.attempt) {
      unknown.push_back(request);
      continue;
    }
    auto& answer = answers_.emplace_back(known->second);
    answer.request = request;
    answer.request.attempt = known->second.request.attempt;
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
