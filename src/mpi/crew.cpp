#include "mpi/crew.hpp"

#include "support/error.hpp"

namespace rankfold::mpi {

Crew::Crew(std::vector<roles::RankUse> ranks) :
    ranks_{std::move(ranks)}, workers_(ranks_.size() - 1), ledger_{workers_.size()} {}

void Crew::learn(JobId job, std::span<Configuration const> configurations) {
  ledger_.learn(job, configurations);
  costs_.learn(job, configurations);
}

void Crew::submit(std::span<roles::FoldRequest const> requests) {
  waiting_.insert(waiting_.end(), requests.begin(), requests.end());
}

roles::FoldRequest Crew::pop() {
  auto const request = waiting_.front();
  waiting_.pop_front();
  return request;
}

Order Crew::give(std::size_t worker, Order::Kind kind, std::vector<roles::FoldRequest> requests) {
  auto& account = workers_[worker];
  if (account.held.empty()) account.silence = {};
  for (auto const& request : requests) {
    account.held.push_back({request, costs_.seconds(request)});
    account.load += account.held.back().seconds;
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
  costs_.observe(held.request, run.seconds);
  account.load -= held.seconds;
  account.held.pop_front();
  ++account.runs;
  --held_;
}

void Crew::take_back(Worker& worker, std::size_t count) {
  expects(count <= worker.held.size(), "a worker gives back no more than it was given");
  for (; count > 0; --count) {
    waiting_.push_front(worker.held.back().request);
    worker.load -= worker.held.back().seconds;
    worker.held.pop_back();
    --held_;
  }
}

void Crew::settle(std::size_t worker, Report report, std::vector<roles::FoldResult>& results) {
  auto& account = workers_[worker];
  auto& use = ranks_[worker + 1];
  results.reserve(results.size() + report.runs.size());
  for (auto& run : report.runs) {
    settle_run(worker, run);
    use.busy_seconds += run.seconds;
    ++use.folds;
    results.push_back(std::move(run.result));
  }
  take_back(account, report.given_back);
  if (account.held.empty()) account.load = 0; // no rounding is left over
  account.silence = {};
}

} // namespace rankfold::mpi
