#pragma once

#include "rankfold/value.hpp"
#include "roles/data_digest.hpp"
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rankfold::roles {

/// What a job will do, known before any work starts.
struct Plan {
  std::vector<std::string> tasks; ///< names, in the order of the data
  std::shared_ptr<std::vector<Configuration> const> configurations;
  std::int64_t folds_per_trial = 0;
  std::size_t data_bytes = 0; ///< held once a node
  DataDigest digest;

  [[nodiscard]] std::int64_t trials_per_task() const { return static_cast<std::int64_t>(configurations->size()); }
  [[nodiscard]] std::int64_t trials() const { return trials_per_task() * static_cast<std::int64_t>(tasks.size()); }
  [[nodiscard]] std::int64_t folds() const { return trials() * folds_per_trial; }
};

/// How the folds are cut into chains, each of which is run in one piece by one worker.
struct Chains {
  std::int64_t count = 0;
  std::int32_t longest = 1; ///< folds
};

[[nodiscard]] Chains chains_of(Plan const& plan, job::ValidationSpec const& validation);

/// @throws JobError if nothing is to be done, or some task's data are too few for the folds.
[[nodiscard]] Plan make_plan(JobContext const& context);

} // namespace rankfold::roles
