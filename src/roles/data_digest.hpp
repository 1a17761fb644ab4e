#pragma once

#include "roles/job_context.hpp"
#include <cstdint>
#include <vector>

namespace rankfold::roles {

/// What the keys of a job's folds are made from, but for the configurations: with it they can be told without the data.
struct DataDigest {
  struct Task {
    std::uint64_t data = 0;   ///< hash of its values
    std::uint64_t points = 0; ///< of a series; 0 for a table, which is split by rows

    bool operator==(Task const&) const = default;
  };

  std::uint64_t job = 0; ///< hash of what all folds have in common: seed, metrics, problem, the fold of each row
  std::vector<Task> tasks;

  bool operator==(DataDigest const&) const = default;
};

[[nodiscard]] DataDigest digest_of(JobContext const& context);

} // namespace rankfold::roles
