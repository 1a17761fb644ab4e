#include "job/read_job.hpp"
#include "rankfold/version.hpp"
#include "results/format.hpp"
#include "results/result_tables.hpp"
#include "support/clock.hpp"
#include <fmt/chrono.h>
#include <fmt/ranges.h>

namespace rankfold::results {
namespace {

/// ISO 8601, in UTC.
std::string time_text(double seconds) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

} // namespace

void write_header(hdf5::File const& file, job::Job const& job, roles::Plan const& plan,
                  std::string const& mpi_library) {
  write_attribute(file, "format", std::string{format_name});
  write_attribute(file, "format_version", format_version);
  write_attribute(file, "rankfold_version", std::string{version});
  write_attribute(file, "job_name", job.name);
  write_attribute(file, "seed", job.seed);
  write_attribute(file, "created", time_text(wall_seconds()));
  write_attribute(file, "mpi_library", mpi_library);
  write_attribute(file, "folds_per_trial", static_cast<std::uint64_t>(plan.folds_per_trial));
  write_attribute(file, "objective", job.objective.metrics.front());
  write_attribute(file, "direction",
                  std::string{job.objective.direction == job::Direction::minimize ? "minimize" : "maximize"});
  file.make_group(job_group);
  write_text(file, job_given, job.source.text);
  write_text(file, job_resolved, job::resolved_text(job));
  write_text(file, job_overrides, fmt::format("{}", fmt::join(job.source.overrides, "\n")));
  write_text(file, job_path, job.source.path.string());
}

} // namespace rankfold::results
