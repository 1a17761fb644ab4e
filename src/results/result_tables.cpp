#include "results/result_tables.hpp"

#include "results/format.hpp"
#include <algorithm>

namespace rankfold::results {
namespace {

std::size_t widest_task(roles::Plan const& plan) {
  std::size_t widest = 1;
  for (auto const& name : plan.tasks) widest = std::max(widest, name.size());
  return widest;
}

std::size_t widest_learner(job::Job const& job) {
  std::size_t widest = 1;
  for (auto const& learner : job.learners) widest = std::max(widest, learner.name.size());
  return widest;
}

constexpr std::uint64_t expected_ranks = 64, expected_events = 64;

} // namespace

ResultTables::ResultTables(hdf5::File const& file, job::Job const& job, roles::Plan const& plan) :
    progress{file, progress_table, ProgressRows::layout(), 1}, tasks{file, task_table,
                                                                     TaskRows::layout(widest_task(plan)),
                                                                     plan.tasks.size()},
    trials{file, trial_table, TrialRows::layout(widest_learner(job)), static_cast<std::uint64_t>(plan.trials())},
    folds{file, fold_table, FoldRows::layout(job.objective.metrics), static_cast<std::uint64_t>(plan.folds())},
    ranks{file, rank_table, RankRows::layout(), expected_ranks}, events{file, event_table, EventRows::layout(),
                                                                        expected_events},
    reasons{file}, configurations{file, job}, models{file, plan.tasks.size(), widest_learner(job)}, checksums{file} {}

void ResultTables::flush(hdf5::File& file) {
  configurations.write();
  reasons.write();
  models.write();
  folds.write();
  file.flush();
  trials.write();
  ranks.write();
  events.write();
  file.flush();
  tasks.write();
  progress.write();
  checksums.write(); // empty rows at the start, nothing else until the end
  file.flush();
}

// The checksums come last: where they are, all that they are of is there. The long part of the reading goes before the
// job is shown to have ended, so nobody finds it ended and without checksums, but for a kill at that moment.
void ResultTables::finish(hdf5::File& file, ProgressRecord const& last) {
  checksums.take_all_but(file, progress_table);
  progress.put(0, last);
  progress.write();
  file.flush();
  checksums.take(file, progress_table);
  checksums.write();
  file.flush();
}

} // namespace rankfold::results
