#pragma once

#include "roles/dispatcher.hpp"
#include "roles/fold_runner.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace rankfold::test {

/// `count` folds, five a trial, all of job 0 and of the configuration `trial % configurations`.
inline std::vector<roles::FoldRequest> make_requests(std::int64_t count, std::int64_t configurations = 1) {
  std::vector<roles::FoldRequest> requests;
  for (std::int64_t i = 0; i < count; ++i) {
    auto const trial = i / 5;
    requests.push_back({JobId{0}, TaskId{trial / 7}, TrialId{trial}, ConfigurationId{trial % configurations},
                        static_cast<std::int32_t>(i % 5), 1});
  }
  return requests;
}

/// The same in chains of so many folds.
inline std::vector<roles::FoldRequest> make_chains(std::int64_t count, std::int32_t chain,
                                                   std::int64_t configurations = 1) {
  auto requests = make_requests(count, configurations);
  for (auto& request : requests) request.before = request.fold % chain;
  return requests;
}

inline std::vector<Configuration> make_configurations(std::int64_t count, std::string const& learner = "fake") {
  std::vector<Configuration> configurations;
  for (std::int64_t i = 0; i < count; ++i) configurations.push_back({learner, {{"number", Value{i}}}});
  return configurations;
}

inline void sleep_seconds(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

/// A complete fold whose metrics tell which one it was.
inline roles::FoldResult answer(roles::FoldRequest const& request) {
  roles::FoldResult result;
  result.request = request;
  result.state = State::complete;
  result.metrics[0] = static_cast<double>(request.trial.value);
  result.metrics[1] = request.fold;
  return result;
}

/// A runner without learners. Checks that it is taught each configuration once, by its number, before it is needed.
inline roles::FoldRunner fake_runner(std::function<roles::FoldResult(roles::FoldRequest const&)> run = answer) {
  auto const known = std::make_shared<std::set<std::pair<JobId, ConfigurationId>>>();
  return {[known](JobId job, std::span<roles::NumberedConfiguration const> configurations) {
            for (auto const& [id, configuration] : configurations) {
              expects(configuration.parameters.at("number").as_integer() == id.value,
                      "each configuration is taught with its number");
              expects(known->emplace(job, id).second, "each configuration is taught once");
            }
          },
          [known, run = std::move(run)](roles::FoldRequest const& request) {
            expects(known->contains({request.job, request.configuration}), "the configuration was taught");
            return run(request);
          }};
}

/// Hands everything in as room allows, chains whole, and waits for all of it.
inline std::vector<roles::FoldResult> run_all(roles::Dispatcher& dispatcher, std::span<roles::FoldRequest const> left) {
  std::vector<roles::FoldResult> results;
  while (!left.empty() || dispatcher.in_flight() > 0) {
    auto size = std::min(left.size(), dispatcher.room());
    while (size > 0 && size < left.size() && left[size].continues(left[size - 1])) ++size;
    auto const next = left.first(size);
    left = left.subspan(next.size());
    dispatcher.submit(next);
    for (auto& result : dispatcher.wait()) results.push_back(std::move(result));
  }
  return results;
}

} // namespace rankfold::test
