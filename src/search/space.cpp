#include "search/space.hpp"

#include "job/domain_order.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <set>

namespace rankfold::search {
namespace {

std::variant<std::vector<Value>, job::Range> each_once(job::Domain const& domain) {
  if (auto const* range = std::get_if<job::Range>(&domain.values)) return *range;
  std::vector<Value> distinct;
  std::set<std::string> seen;
  for (auto const& value : std::get<std::vector<Value>>(domain.values)) {
    if (seen.insert(to_text(value)).second) distinct.push_back(value);
  }
  return distinct;
}

/// Conditions on hyperparameters that the job file does not name hold always: the job file's reader has refused those
/// that the default does not meet.
std::vector<Dimension::Condition> conditions_of(job::Domain const& domain, std::vector<Dimension> const& earlier) {
  std::vector<Dimension::Condition> conditions;
  for (auto const& condition : domain.when) {
    auto const parent = std::ranges::find(earlier, condition.hyperparameter, &Dimension::hyperparameter);
    if (parent == earlier.end()) continue;
    conditions.push_back({static_cast<std::size_t>(parent - earlier.begin()), condition.values});
  }
  return conditions;
}

Block block_of(job::LearnerSpec const& learner) {
  auto const order = job::parents_first(learner.domains);
  expects(order.size() == learner.domains.size(), "conditions do not go round in circles");
  Block block{learner.name, {}};
  for (auto const index : order) {
    auto const& domain = learner.domains[index];
    block.dimensions.push_back({domain.hyperparameter, each_once(domain), conditions_of(domain, block.dimensions)});
  }
  return block;
}

} // namespace

SearchSpace::SearchSpace(job::Job const& job) : origin_{job.source.path.string()} {
  for (auto const& learner : job.learners) blocks_.push_back(block_of(learner));
}

bool is_active(Dimension const& dimension, Choices const& earlier) {
  return std::ranges::all_of(dimension.when, [&](Dimension::Condition const& condition) {
    auto const& value = earlier[condition.dimension];
    return value && std::ranges::find(condition.values, *value) != condition.values.end();
  });
}

} // namespace rankfold::search
