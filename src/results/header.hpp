#pragma once

#include "hdf5/file.hpp"
#include "job/job.hpp"
#include "job/metric.hpp"
#include "results/blueprint.hpp"
#include <cstdint>
#include <string>

namespace rankfold::results {

/// What is known of a result when its job starts.
struct ResultInfo {
  std::uint64_t format_version = 0;
  std::string rankfold_version, job_name, created, mpi_library;
  std::uint64_t seed = 0;
  std::int64_t folds_per_trial = 0;
  std::string objective; ///< the metric that decides
  job::Direction direction = job::Direction::minimize;
};

/// Writes the attributes of the root, and /job. @throws SystemError
void write_header(hdf5::File const& file, job::Job const& job, Blueprint const& blueprint);

/// @throws JobError if the file is no result file, or was written by a newer version.
[[nodiscard]] ResultInfo read_header(hdf5::File const& file);

} // namespace rankfold::results
