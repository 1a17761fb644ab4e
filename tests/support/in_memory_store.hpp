#pragma once

#include "roles/result_store.hpp"
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace rankfold::testing {

/// Keeps what a result file would hold, for tests of the roles.
class InMemoryStore final : public roles::ResultStore {
public:
  void add_configurations(std::span<Configuration const> added) override {
    configurations.insert(configurations.end(), added.begin(), added.end());
  }
  void put(roles::TaskRecord const& task) override { tasks[task.task.value] = task; }
  void put(roles::TrialRecord const& trial) override { trials[trial.trial.value] = trial; }
  void put(roles::FoldResult const& fold) override {
    ++folds_put;
    folds[{fold.request.trial.value, fold.request.fold}] = fold;
  }
  void put_model(roles::FoldResult const& refit) override {
    models[refit.request.task.value] = {refit.request.trial, refit.text};
  }
  void put(std::span<roles::RankUse const> all) override { ranks.assign(all.begin(), all.end()); }
  void add(roles::Event const& event) override { events.push_back(event); }
  void flush() override { ++flushes; }
  void finish(State state) override { finished = state; }

  std::vector<Configuration> configurations;
  std::map<std::int64_t, roles::TaskRecord> tasks;
  std::map<std::int64_t, roles::TrialRecord> trials;
  std::map<std::pair<std::int64_t, std::int32_t>, roles::FoldResult> folds;
  std::map<std::int64_t, std::pair<TrialId, std::string>> models;
  std::vector<roles::RankUse> ranks;
  std::vector<roles::Event> events;
  std::size_t folds_put = 0, flushes = 0;
  std::optional<State> finished;
};

} // namespace rankfold::testing
