#include "results/result_writer.hpp"

#include "results/header.hpp"
#include "support/clock.hpp"
#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::results {
namespace {

ProgressRecord progress_at_start(roles::Plan const& plan) {
  ProgressRecord progress;
  progress.folds = plan.folds();
  progress.trials = plan.trials();
  progress.tasks = static_cast<std::int64_t>(plan.tasks.size());
  progress.started = progress.updated = wall_seconds();
  return progress;
}

/// By how much a count of rows in some states changes when a row that was not counted is, or the other way round.
std::int64_t change(bool before, bool after) { return (after ? 1 : 0) - (before ? 1 : 0); }

/// A journal without its result file is still all that a run left behind.
void refuse_journal(std::filesystem::path const& result_file) {
  auto const journal = journal_path(result_file);
  if (!std::filesystem::exists(journal)) return;
  throw JobError{fmt::format("'{}' exists: a run was interrupted (--resume continues it, --overwrite starts anew)",
                             journal.native())};
}

} // namespace

ResultWriter::Output ResultWriter::start(job::Job const& job, roles::Plan const& plan, Blueprint const& blueprint,
                                         StagedFile const& staged) {
  auto file = hdf5::File::format(staged.path(), job.output);
  write_header(file, job, blueprint);
  auto tables = std::make_unique<ResultTables>(file, job, plan);
  tables->progress.put(0, progress_at_start(plan));
  tables->flush(file);
  file.start_following();
  return {std::move(file), std::move(tables)};
}

ResultWriter::ResultWriter(job::Job const& job, roles::Plan const& plan, std::string const& mpi_library,
                           Existing existing) :
    ResultWriter{job, plan, make_blueprint(job, plan, mpi_library), existing, std::make_unique<RunLock>(job.output)} {
  if (existing == Existing::refuse) refuse_journal(path_);
}

ResultWriter::ResultWriter(job::Job const& job, roles::Plan const& plan, Blueprint const& blueprint,
                           std::unique_ptr<RunLock> lock) :
    ResultWriter{job, plan, blueprint, Existing::replace, std::move(lock)} {}

ResultWriter::ResultWriter(job::Job const& job, roles::Plan const& plan, Blueprint const& blueprint, Existing existing,
                           std::unique_ptr<RunLock> lock) :
    path_{job.output},
    blueprint_{to_text(blueprint)}, metrics_{job.objective.metrics.size()}, lock_{std::move(lock)},
    staged_{job.output, existing}, output_{start(job, plan, blueprint, staged_)},
    folds_per_trial_{plan.folds_per_trial}, progress_{progress_at_start(plan)} {}

void ResultWriter::publish(Leftovers const& left) {
  carry_over(left);
  auto const journal = journal_path(path_);
  JournalOpening const opening{run_, blueprint_};
  if (left.journal_bytes) {
    journal_.emplace(Journal::resume(journal, *left.journal_bytes, opening, metrics_));
    return staged_.publish();
  }
  // What is known is in the journal before the file that had it is gone. Where nothing is, a journal that is to be
  // overwritten stays until the file has its name.
  journal_.emplace(Journal::stage(journal, opening, metrics_, left.folds));
  if (!left.folds.empty()) journal_->publish();
  staged_.publish();
  if (left.folds.empty()) journal_->publish();
}

void ResultWriter::carry_over(Leftovers const& left) {
  run_ = left.runs + 1;
  for (auto const& rank : left.ranks) output_.tables->ranks.append(rank);
  for (auto const& event : left.events) output_.tables->events.append(event);
  earlier_ranks_ = left.ranks.size();
}

ResultWriter::~ResultWriter() = default;

void ResultWriter::add_configurations(std::span<Configuration const> configurations) {
  for (auto const& configuration : configurations) output_.tables->configurations.add(configuration);
}

void ResultWriter::put(roles::TaskRecord const& task) {
  auto& tasks = output_.tables->tasks;
  auto const row = tasks.edit(task.task.index());
  progress_.tasks_done += change(is_final(tasks.codec().state(row)), is_final(task.state));
  tasks.codec().encode(row, task);
}

void ResultWriter::put(roles::TrialRecord const& trial) {
  auto& trials = output_.tables->trials;
  auto const& configurations = output_.tables->configurations;
  auto const row = trials.edit(trial.trial.index());
  progress_.trials_done += change(is_final(trials.codec().state(row)), is_final(trial.state));
  trials.codec().encode(row, trial);
  trials.codec().encode_learner(row, configurations.learner(trial.configuration));
}

void ResultWriter::put(roles::FoldResult const& fold) {
  write_down(fold);
  expects(fold.request.fold >= 0 && fold.request.fold < folds_per_trial_, "a fold is one of its trial's");
  auto& folds = output_.tables->folds;
  auto const row =
      folds.edit(static_cast<std::uint64_t>(fold.request.trial.value * folds_per_trial_ + fold.request.fold));
  auto const before = folds.codec().state(row);
  progress_.folds_done += change(is_final(before), is_final(fold.state));
  progress_.folds_failed += change(before == State::failed, fold.state == State::failed);
  bool const has_reason = fold.state != State::complete && !fold.text.empty();
  folds.codec().encode(row, of_run(fold), has_reason ? output_.tables->reasons.number(fold.text) : -1);
}

void ResultWriter::put_model(roles::FoldResult const& refit) {
  write_down(refit);
  auto& tables = *output_.tables;
  auto const trial = tables.trials.codec().decode(tables.trials.edit(refit.request.trial.index()));
  tables.models.put(refit, tables.configurations.learner(trial.configuration));
}

void ResultWriter::write_down(roles::FoldResult const& fold) {
  if (journal_ && !fold.recalled) journal_->append(of_run(fold));
}

void ResultWriter::put(std::span<roles::RankUse const> ranks) {
  for (std::size_t i = 0; i < ranks.size(); ++i) output_.tables->ranks.put(earlier_ranks_ + i, of_run(ranks[i]));
}

void ResultWriter::add(roles::Event const& event) { output_.tables->events.append(of_run(event)); }

void ResultWriter::flush() {
  if (journal_) journal_->sync(); // first: what is shown to have been done is never lost
  auto& tables = *output_.tables;
  tables.folds.extend(tables.trials.rows() * static_cast<std::uint64_t>(folds_per_trial_));
  progress_.updated = wall_seconds();
  tables.progress.put(0, progress_);
  tables.flush(output_.file);
}

void ResultWriter::finish(State state) {
  flush();
  progress_.state = state;
  output_.tables->finish(output_.file, progress_);
  output_.file.sync();
  output_.tables.reset();
  output_.file.close();
  if (!journal_) return;
  journal_->remove();
  journal_.reset();
}

} // namespace rankfold::results
