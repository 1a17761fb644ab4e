#include "job/read_job.hpp"

#include "job/words.hpp"
#include "support/error.hpp"
#include <fmt/ranges.h>

namespace rankfold::job {

void settle_problem(Job& job, Problem problem) {
  if (job.data.problem) return;
  for (auto const& name : job.objective.metrics) {
    auto const* metric = find_metric(name);
    if (metric && metric->serves(problem)) continue;
    throw JobError{
        fmt::format("{}: metric '{}' in [objective] is not defined for {}, which the table is by the type of "
                    "its target '{}' (there: {})",
                    job.source.path.string(), name, word_for(table_problems, problem), job.data.target,
                    fmt::join(metrics_for({&problem, 1}), ", "))};
  }
  job.data.problem = problem;
}

} // namespace rankfold::job
