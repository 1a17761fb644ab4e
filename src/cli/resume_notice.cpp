#include "cli/resume_notice.hpp"

#include "roles/each_fold.hpp"
#include "search/grid_sampler.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace rankfold::cli {
namespace {

std::int64_t known_folds(roles::Memory const& memory, job::Job const& job, roles::Plan const& plan) {
  std::int64_t known = 0;
  roles::for_each_fold(plan, job.validation, [&](roles::FoldRequest const& request) {
    if (memory.contains(request.key)) ++known;
  });
  return known;
}

std::set<std::string> learner_names(job::Job const& job) {
  std::set<std::string> names;
  for (auto const& learner : job.learners) names.insert(learner.name);
  return names;
}

/// "2 series", "1 learner"; nothing for none.
void count_in(std::vector<std::string>& parts, std::size_t count, std::string_view one, std::string_view many) {
  if (count > 0) parts.push_back(fmt::format("{} {}", count, count == 1 ? one : many));
}

template <class Names> std::size_t missing_in(std::set<std::string> const& before, Names const& now) {
  return static_cast<std::size_t>(
      std::ranges::count_if(now, [&](std::string const& name) { return !before.contains(name); }));
}

/// Of learners that the job had before.
std::size_t new_configurations(job::Job const& before, std::set<std::string> const& learners, roles::Plan const& plan) {
  std::set<std::string> known;
  auto const grid = search::expand_grid(search::SearchSpace{before});
  for (auto const& configuration : *grid) known.insert(to_text(configuration));
  return static_cast<std::size_t>(std::ranges::count_if(*plan.configurations, [&](Configuration const& each) {
    return learners.contains(each.learner) && !known.contains(to_text(each));
  }));
}

std::string what_is_new(results::Recovered const& found, job::Job const& job, roles::Plan const& plan) {
  auto const learners = learner_names(*found.before);
  std::vector<std::string> parts;
  count_in(parts, missing_in({found.tasks.begin(), found.tasks.end()}, plan.tasks), "series", "series");
  count_in(parts, missing_in(learners, learner_names(job)), "learner", "learners");
  count_in(parts, new_configurations(*found.before, learners, plan), "configuration", "configurations");
  return parts.empty() ? "" : fmt::format("; new: {}", fmt::join(parts, ", "));
}

} // namespace

std::string resume_notice(results::Recovered const& found, job::Job const& job, roles::Plan const& plan) {
  auto const name = job.output.string();
  if (!found.before) return fmt::format("{}: nothing to resume, {} folds to run", name, plan.folds());
  auto const known = known_folds(found.left.folds, job, plan);
  auto notice =
      fmt::format("{}: {} of {} folds known from before, {} to run", name, known, plan.folds(), plan.folds() - known);
  if (found.left.torn_bytes > 0) notice += ", the one whose record was torn among them";
  if (found.forgotten > 0) notice += fmt::format(", {} that had failed among them", found.forgotten);
  return notice + what_is_new(found, job, plan);
}

} // namespace rankfold::cli
