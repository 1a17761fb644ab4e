#pragma once

#include "roles/result_store.hpp"
#include <unordered_map>

namespace rankfold::results {

/// Passes everything on but trials of which no fold is known: in a file that is made again these have not started.
class StartedTrialsStore final : public roles::ResultStore {
public:
  /// @param inner outlives it.
  explicit StartedTrialsStore(roles::ResultStore& inner) : inner_{inner} {}

  void add_configurations(std::span<Configuration const> added) override { inner_.add_configurations(added); }
  void put(roles::TaskRecord const& task) override;
  void put(roles::TrialRecord const& trial) override;
  void put(roles::FoldResult const& fold) override;
  void put_model(roles::FoldResult const& refit) override { inner_.put_model(refit); }
  void put(std::span<roles::RankUse const> ranks) override { inner_.put(ranks); }
  void add(roles::Event const& event) override { inner_.add(event); }
  void flush() override { inner_.flush(); }
  void finish(State state) override { inner_.finish(state); }

private:
  roles::ResultStore& inner_;
  std::unordered_map<TrialId, roles::TrialRecord> held_back_;
  std::unordered_map<TaskId, roles::TaskRecord> tasks_held_back_;
};

} // namespace rankfold::results
