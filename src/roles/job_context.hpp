#pragma once

#include "data/dataset.hpp"
#include "job/job.hpp"
#include "support/memory_file.hpp"
#include <cstdint>
#include <memory>
#include <vector>

namespace rankfold::roles {

/// A job as every rank knows it: what a fold is evaluated against. Equal on all ranks.
struct JobContext {
  job::Job job;
  data::Dataset dataset;
  std::vector<std::int32_t> test_fold_of_row; ///< tables only, see `data::test_fold_of_row`
  /// Holds the dataset's image, for processes that run folds but are no ranks; null: whoever starts one makes its own.
  std::shared_ptr<MemoryFile const> data_file = {};
};

/// @throws JobError if the data cannot be split as the job asks.
[[nodiscard]] JobContext make_context(job::Job job, data::Dataset dataset);

} // namespace rankfold::roles
