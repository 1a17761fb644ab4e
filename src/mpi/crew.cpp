#include "mpi/crew.hpp"

#include "support/clock.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace rankfold::mpi {

Crew::Crew(std::vector<roles::RankUse> ranks, Clock clock, roles::Deadline deadline) :
    clock_{std::move(clock)}, ranks_{std::move(ranks)}, workers_(ranks_.size() - 1, Worker{clock_()}),
    queue_{std::move(deadline), clock_}, present_{workers_.size()}, able_{present_}, ledger_{workers_.size()} {}

void Crew::learn(JobId job, std::span<Configuration const> configurations) {
  ledger_.learn(job, configurations);
  queue_.learn(job, configurations);
}

void Crew::rest(std::size_t worker) {
  expects(is_able(worker) && workers_[worker].held.empty(), "a worker comes to rest once, with nothing to do");
  workers_[worker].rests = true;
  --able_;
}

void Crew::submit(std::span<roles::FoldRequest const> requests) {
  for (auto const& request : requests) give_up_or_queue(request, /*at_front=*/false);
}

void Crew::give_up(roles::FoldRequest const& request) {
  roles::FoldResult result;
  result.request = request;
  result.cause = roles::Cause::rank_lost;
  result.started = wall_seconds();
  result.text = fmt::format("rank lost: {} ranks in a row died while they ran this configuration", Quarantine::deadly);
  given_up_.push_back(std::move(result));
}

void Crew::give_up_or_queue(roles::FoldRequest const& request, bool at_front) {
  if (quarantine_.holds(request)) return give_up(request);
  if (at_front) {
    queue_.push_front(request);
  } else {
    queue_.push_back(request);
  }
}

void Crew::take_given_up(std::vector<roles::FoldResult>& results) {
  std::ranges::move(given_up_, std::back_inserter(results));
  given_up_.clear();
}

void Crew::release(JobId job) {
  ledger_.release(job);
  queue_.release(job);
  quarantine_.release(job);
}

Order Crew::give(std::size_t worker, Order::Kind kind, std::vector<roles::FoldRequest> requests) {
  auto& account = workers_[worker];
  if (account.held.empty()) account.silent_since = clock_();
  for (auto const& request : requests) {
    account.held.push_back({request, queue_.expected_seconds(request)});
    account.load += account.held.back().seconds;
    queue_.shares().begin(request.job, account.held.back().seconds);
  }
  held_ += requests.size();
  auto lessons = ledger_.teach(worker, requests);
  return {kind, 0, std::move(lessons), std::move(requests)};
}

void Crew::settle_run(std::size_t worker, FoldRun& run) {
  auto& account = workers_[worker];
  expects(!account.held.empty() && run.number == account.runs, "a worker reports the folds it was given, in order");
  auto const& held = account.held.front();
  run.result.request = held.request;
  run.result.rank = static_cast<std::int32_t>(worker + 1);
  queue_.observe(held.request, run.seconds);
  queue_.shares().correct(held.request.job, run.seconds - held.seconds);
  quarantine_.absolve(held.request);
  account.load -= held.seconds;
  account.held.pop_front();
  ++account.runs;
  --held_;
}

std::size_t Crew::spare(std::size_t worker) const {
  auto const& held = workers_[worker].held;
  auto const begins_piece = [&](std::size_t i) { return !held[i].request.continues(held[i - 1].request); };
  auto const middle = (held.size() + 1) / 2;
  for (auto i = middle; i < held.size(); ++i) {
    if (begins_piece(i)) return held.size() - i;
  }
  for (auto i = middle; i > 1;) {
    if (begins_piece(--i)) return held.size() - i;
  }
  return 0;
}

bool Crew::holds_suspect(std::size_t worker) const {
  auto const& held = workers_[worker].held;
  return !held.empty() && roles::FoldQueue::is_suspect(held.front().request); // which it then holds alone
}

std::size_t Crew::join(roles::RankUse rank) {
  rank.rank = static_cast<std::int32_t>(ranks_.size());
  ranks_.push_back(std::move(rank));
  workers_.push_back({clock_()});
  ledger_.add_worker();
  ++present_;
  ++able_;
  return workers_.size() - 1;
}

void Crew::quarantine_waiting() {
  queue_.erase_if([this](auto const& request) {
    bool const given_up = quarantine_.holds(request);
    if (given_up) give_up(request);
    return given_up;
  });
}

void Crew::lose(std::size_t worker) {
  auto& account = workers_[worker];
  expects(account.present, "a worker is lost once");
  if (is_able(worker)) --able_;
  account.present = false;
  --present_;
  ranks_[worker + 1].left = wall_seconds();
  auto const held = std::exchange(account.held, {});
  held_ -= held.size();
  account.load = 0;
  if (held.size() == 1) quarantine_.blame(held.front().request);
  if (held.size() == 1 && quarantine_.holds(held.front().request)) quarantine_waiting();
  for (auto fold = held.rbegin(); fold != held.rend(); ++fold) {
    queue_.shares().correct(fold->request.job, -fold->seconds);
    auto request = fold->request;
    ++request.attempt;
    ++request.losses;
    give_up_or_queue(request, /*at_front=*/true);
  }
}

void Crew::recall() {
  ledger_.forget_taught();
  for (auto& worker : workers_) {
    take_back(worker, worker.held.size());
    worker.load = 0;
    worker.runs = 0;
  }
}

void Crew::take_back(Worker& worker, std::size_t count) {
  expects(count <= worker.held.size(), "a worker gives back no more than it was given");
  for (; count > 0; --count) {
    auto const& [request, seconds] = worker.held.back();
    queue_.push_front(request);
    queue_.shares().correct(request.job, -seconds);
    worker.load -= seconds;
    worker.held.pop_back();
    --held_;
  }
}

void Crew::settle(std::size_t worker, Report report, std::vector<roles::FoldResult>& results) {
  auto& account = workers_[worker];
  auto& use = ranks_[worker + 1];
  for (auto& run : report.runs) {
    settle_run(worker, run);
    use.busy_seconds += run.seconds;
    ++use.folds;
    results.push_back(std::move(run.result));
  }
  take_back(account, report.given_back);
  if (account.held.empty()) account.load = 0; // no rounding is left over
  account.silent_since = clock_();
}

} // namespace rankfold::mpi
