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

/// @throws JobError if nothing is to be done, or some task's data are too few for the folds.
[[nodiscard]] Plan make_plan(JobContext const& context);

} // namespace rankfold::roles
