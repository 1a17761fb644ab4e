#include "planning/earlier_run.hpp"

#include "learners/registry.hpp"
#include "results/leftovers.hpp"
#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::planning {

EarlierRun read_earlier_run(std::filesystem::path const& result_file) {
  if (!std::filesystem::exists(result_file)) {
    throw JobError{fmt::format("there is no result file '{}'", result_file.native())};
  }
  auto left = results::read_leftovers(result_file);
  if (left.openings.empty()) {
    throw JobError{left.damage.empty() ? fmt::format("'{}' does not say of which job it is", result_file.native())
                                       : left.damage.front()};
  }
  auto const& blueprint = left.openings.back().blueprint;
  auto job = results::job_of(blueprint, learners::catalogue());
  auto plan = results::plan_of(blueprint, job);
  return {std::move(job), std::move(plan), std::move(left.folds)};
}

} // namespace rankfold::planning
