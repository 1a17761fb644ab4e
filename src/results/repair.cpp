#include "results/repair.hpp"

#include "results/journal.hpp"
#include "results/result_writer.hpp"
#include "results/started_trials_store.hpp"
#include "results/verify.hpp"
#include "roles/idle_dispatcher.hpp"
#include "roles/proxy.hpp"
#include "support/error.hpp"
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <unistd.h>

namespace rankfold::results {
namespace {

class Unwatched final : public roles::ProgressObserver {
  void update(roles::Progress const&) override {}
};

/// What is wrong with a file that can be opened, and with one that cannot.
std::vector<std::string> examine(std::filesystem::path const& path) {
  if (!std::filesystem::exists(path)) return {"it is not there"};
  try {
    return contradictions(ResultReader{path});
  } catch (JobError const& damage) {
    return {damage.what()};
  }
}

Blueprint const& latest_blueprint(std::filesystem::path const& path, Leftovers const& left) {
  if (!left.openings.empty() && !left.openings.back().blueprint.digest.tasks.empty())
    return left.openings.back().blueprint;
  auto const no_journal =
      left.journal_damage ? *left.journal_damage : fmt::format("there is no journal '{}'", journal_path(path).native());
  throw JobError{fmt::format("'{}' cannot be repaired: {}, and what the file says of its job {}", path.native(),
                             no_journal,
                             left.damage.empty() ? "is not enough (it was written by an earlier version)"
                                                 : fmt::format("cannot be read ({})", left.damage.front()))};
}

/// Asks the job for all its folds, and answers those that are known: what is made is what a run would have made.
roles::Progress replay(roles::JobContext const& context, roles::Plan const& plan, Leftovers& left,
                       roles::ResultStore& store, std::int64_t& unknown) {
  auto const known = static_cast<std::int64_t>(left.folds.size());
  roles::IdleDispatcher nobody;
  roles::RecallingDispatcher dispatcher{nobody, std::move(left.folds)};
  Unwatched unwatched;
  roles::Proxy proxy{dispatcher, unwatched, [&] { return nobody.waits_in_vain(); }};
  proxy.admit(context, plan, store);
  proxy.run();
  unknown = known - dispatcher.recalled();
  return proxy.progress();
}

std::filesystem::path free_name(std::filesystem::path const& path) {
  std::filesystem::path name = path.native() + ".damaged";
  for (int number = 2; std::filesystem::exists(name); ++number) {
    name = fmt::format("{}.damaged.{}", path.native(), number);
  }
  return name;
}

/// Keeps the file under another name. Until the new file has its name, the journal still has everything.
std::optional<std::filesystem::path> set_aside(std::filesystem::path const& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  auto name = free_name(path);
  // A second name, where the file system has such, so that there is no moment without a file of the first.
  if (::link(path.c_str(), name.c_str()) != 0 && ::rename(path.c_str(), name.c_str()) != 0) {
    throw SystemError{
        fmt::format("cannot rename '{}' to '{}': {}", path.native(), name.native(), std::strerror(errno))};
  }
  return name;
}

} // namespace

Repair repair(std::filesystem::path const& path, job::Catalogue const& catalogue) {
  auto const journal = journal_path(path);
  if (!std::filesystem::exists(path) && !std::filesystem::exists(journal)) {
    throw JobError{fmt::format("there is neither '{}' nor '{}'", path.native(), journal.native())};
  }
  auto lock = std::make_unique<RunLock>(path);
  Repair done;
  done.damage = examine(path);
  auto left = read_leftovers(path);
  if (left.journal_damage) done.damage.push_back(*left.journal_damage);
  if (done.damage.empty()) return done;

  auto const blueprint = latest_blueprint(path, left);
  done.from_journal = left.journal_folds;
  done.from_file = left.folds.size() - left.journal_folds;
  roles::JobContext context{job_of(blueprint, catalogue), {}, {}};
  context.job.output = path;
  context.job.resources.on_failure = job::ResourceSpec::OnFailure::carry_on; // what has failed is only told of
  context.job.resources.max_failures = -1;
  auto const plan = plan_of(blueprint, context.job);
  ResultWriter writer{context.job, plan, blueprint, std::move(lock)};
  writer.carry_over(left);
  StartedTrialsStore store{writer};
  auto const progress = replay(context, plan, left, store, done.unknown);
  done.folds = progress.folds;
  done.folds_done = progress.folds_done;
  done.damaged_file = set_aside(path);
  writer.publish_finished();
  if (left.journal_damage) done.damaged_journal = set_aside(journal);
  std::filesystem::remove(journal); // all that it had is in the file, or it is set aside
  return done;
}

} // namespace rankfold::results
