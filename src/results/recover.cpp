#include "results/recover.hpp"

#include "job/read_job.hpp"
#include "results/journal.hpp"
#include "results/result_reader.hpp"
#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::results {
namespace {

void take_file(std::filesystem::path const& path, roles::Memory& folds) {
  ResultReader const reader{path};
  auto const reasons = reader.reasons();
  reader.for_each_fold([&](FoldRecord const& record) {
    auto fold = record.result;
    if (record.reason >= 0) fold.text = reasons.at(static_cast<std::size_t>(record.reason));
    folds.try_emplace(fold.request.key, std::move(fold));
  });
  reader.for_each_model([&](roles::FoldResult const& refit) { folds.try_emplace(refit.request.key, refit); });
}

/// The job that wrote the result file; nothing where only a journal is left to go by.
std::optional<job::Job> job_before(std::filesystem::path const& path, job::Catalogue const& catalogue) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  try {
    return job::read_job({path, ResultReader{path}.resolved_job_text(), {}}, catalogue);
  } catch (JobError const&) {
    if (!std::filesystem::exists(journal_path(path))) throw;
    return std::nullopt; // damaged, which is what the journal is for
  }
}

/// The same but for what may change between a run and its resumption.
bool same_data(job::DataSpec before, job::DataSpec const& now) {
  before.path = now.path; // folds know their data by its contents
  before.select = now.select;
  return before == now;
}

} // namespace

std::string job_identity(job::Job const& job) { return fmt::format("rankfold journal of {}", job.name); }

Recovered recover(job::Job const& job) {
  Recovered found;
  auto const journal = journal_path(job.output);
  if (std::filesystem::exists(journal)) {
    auto const end = read_journal(journal, job_identity(job), [&](roles::FoldResult const& fold) {
      found.folds.insert_or_assign(fold.request.key, fold);
    });
    found.journal_bytes = end.valid_bytes;
    found.torn_bytes = end.ignored_bytes;
  } else if (std::filesystem::exists(job.output)) {
    take_file(job.output, found.folds);
  }
  for (auto& [key, fold] : found.folds) fold.recalled = true;
  return found;
}

// None of these is marked as recalled: they are new to this run's journal.
roles::Memory reusable_folds(std::filesystem::path const& path) {
  roles::Memory folds;
  take_file(path, folds);
  std::erase_if(folds, [](auto const& known) { return known.second.state != State::complete; });
  return folds;
}

void refuse_other_job(job::Job const& job, job::Catalogue const& catalogue) {
  auto const found = job_before(job.output, catalogue);
  if (!found) return;
  auto const& before = *found;
  auto const refuse = [&](std::string_view what) {
    throw JobError{
        fmt::format("--resume: {} is not what it was when '{}' was begun, so its results could not be compared "
                    "with new ones (--overwrite starts anew, --output writes elsewhere)",
                    what, job.output.native())};
  };
  if (before.name != job.name) refuse("the job's name");
  if (before.seed != job.seed) refuse("the seed");
  if (!same_data(before.data, job.data)) refuse("[data]");
  if (!(before.validation == job.validation)) refuse("[validation]");
  if (!(before.objective == job.objective)) refuse("[objective]");
}

} // namespace rankfold::results
