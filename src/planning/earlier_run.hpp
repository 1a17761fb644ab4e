#pragma once

#include "job/job.hpp"
#include "roles/plan.hpp"
#include "roles/recalling_dispatcher.hpp"
#include <filesystem>

namespace rankfold::planning {

/// What a result file knows of the folds of its job.
struct EarlierRun {
  job::Job job;
  roles::Plan plan;
  roles::Memory folds;
};

/// The run may not have come to its end, or go on just now. @throws JobError if the file is missing or damaged.
[[nodiscard]] EarlierRun read_earlier_run(std::filesystem::path const& result_file);

} // namespace rankfold::planning
