#include "results/recover.hpp"

#include "support/error.hpp"
#include <fmt/format.h>
#include <iterator>
#include <map>

namespace rankfold::results {
namespace {

/// The same but for what may change between a run and its resumption.
bool same_data(job::DataSpec before, job::DataSpec const& now) {
  before.path = now.path; // folds know their data by its contents
  before.select = now.select;
  return before == now;
}

/// Folds that start from others than before have other keys: they are run again.
bool same_validation(job::ValidationSpec before, job::ValidationSpec const& now) {
  before.chain = now.chain;
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
  if (!same_validation(before.validation, job.validation)) refuse("[validation]");
  if (!(before.objective == job.objective)) refuse("[objective]");
}

/// Whether folds get the same: how they are scheduled, and what becomes of the job when they fail, is no matter.
bool same_means(job::ResourceSpec before, job::ResourceSpec const& now) {
  before.schedule = now.schedule;
  before.on_failure = now.on_failure;
  before.max_failures = now.max_failures;
  before.retries = now.retries; // these are counted by the trainer
  return before == now;
}

bool may_depend_on_resources(roles::FoldResult const& fold) {
  using roles::Cause;
  return fold.state == State::failed &&
         (roles::may_pass(fold.cause) || fold.cause == Cause::preempted || fold.cause == Cause::rank_lost);
}

/// What folds of each run were given.
class GivenResources {
public:
  GivenResources(std::vector<Leftovers::Opening> const& openings, job::Catalogue const& catalogue) {
    for (auto const& [run, blueprint] : openings) runs_.emplace(run, job_of(blueprint, catalogue).resources);
  }
  /// Those of a run before the journal's first were judged when that one began.
  [[nodiscard]] job::ResourceSpec const& of_run(std::int32_t run) const {
    auto const after = runs_.upper_bound(run);
    return after == runs_.begin() ? after->second : std::prev(after)->second;
  }

private:
  std::map<std::int32_t, job::ResourceSpec> runs_;
};

/// A file may be damaged where the journal has everything; a journal that cannot be read may have anything.
void refuse_damage(Leftovers const& left) {
  if (left.journal_damage) throw JobError{*left.journal_damage};
  if (left.journal_bytes || left.damage.empty()) return;
  throw JobError{fmt::format("{} ('rankfold repair' makes of it what can be read)", left.damage.front())};
}

} // namespace

Recovered recover(job::Job const& job, job::Catalogue const& catalogue) {
  Recovered found;
  found.left = read_leftovers(job.output);
  refuse_damage(found.left);
  if (!found.left.journal_bytes) { // a new one begins with all of them
    for (auto& [key, fold] : found.left.folds) fold.recalled = true;
  }
  if (found.left.openings.empty()) return found;
  auto const& latest = found.left.openings.back().blueprint;
  found.tasks = latest.tasks;
  found.before = job_of(latest, catalogue);
  refuse_other_job(*found.before, job);
  GivenResources const given{found.left.openings, catalogue};
  found.forgotten = std::erase_if(found.left.folds, [&](auto const& known) {
    return may_depend_on_resources(known.second) && !same_means(given.of_run(known.second.run), job.resources);
  });
  return found;
}

// None of these is marked as recalled: they are new to this run's journal.
roles::Memory reusable_folds(std::filesystem::path const& path) {
  if (!std::filesystem::exists(path)) throw JobError{fmt::format("--reuse: there is no file '{}'", path.native())};
  auto left = read_leftovers(path);
  refuse_damage(left);
  std::erase_if(left.folds, [](auto const& known) { return known.second.state != State::complete; });
  for (auto& [key, fold] : left.folds) {
    fold.recalled = false;
    fold.run = roles::FoldResult::other_job;
  }
  return std::move(left.folds);
}

} // namespace rankfold::results
