#include "results/recover.hpp"

#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::results {
namespace {

/// The same but for what may change between a run and its resumption.
bool same_data(job::DataSpec before, job::DataSpec const& now) {
  before.path = now.path; // folds know their data by its contents
  before.select = now.select;
  return before == now;
}

void refuse_other_job(job::Job const& before, job::Job const& job) {
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

void refuse_damage(Leftovers const& left) {
  if (left.damage.empty()) return;
  throw JobError{fmt::format("{} ('rankfold repair' makes of it what can be read)", left.damage.front())};
}

} // namespace

Recovered recover(job::Job const& job, job::Catalogue const& catalogue) {
  Recovered found;
  found.left = read_leftovers(job.output);
  if (!found.left.journal_bytes) {
    refuse_damage(found.left);
    for (auto& [key, fold] : found.left.folds) fold.recalled = true; // the journal begins with them
  }
  if (found.left.openings.empty()) return found;
  auto const& latest = found.left.openings.back().blueprint;
  found.tasks = latest.tasks;
  found.before = job_of(latest, catalogue);
  refuse_other_job(*found.before, job);
  return found;
}

// None of these is marked as recalled: they are new to this run's journal.
roles::Memory reusable_folds(std::filesystem::path const& path) {
  if (!std::filesystem::exists(path)) throw JobError{fmt::format("--reuse: there is no file '{}'", path.native())};
  auto left = read_leftovers(path);
  if (!left.journal_bytes) refuse_damage(left);
  std::erase_if(left.folds, [](auto const& known) { return known.second.state != State::complete; });
  for (auto& [key, fold] : left.folds) {
    fold.recalled = false;
    fold.run = roles::FoldResult::other_job;
  }
  return std::move(left.folds);
}

} // namespace rankfold::results
