#include "job/domain.hpp"

#include "job/domain_order.hpp"
#include "job/hyperparameter.hpp"
#include "job/range.hpp"
#include "job/section.hpp"
#include <algorithm>
#include <fmt/ranges.h>

namespace rankfold::job {
namespace {

Domain const* find_domain(std::vector<Domain> const& domains, std::string_view hyperparameter) {
  auto const found = std::ranges::find(domains, hyperparameter, &Domain::hyperparameter);
  return found == domains.end() ? nullptr : &*found;
}

bool may_be(Domain const& domain, Value const& value) {
  if (auto const* range = std::get_if<Range>(&domain.values)) return contains(*range, value);
  auto const& values = std::get<std::vector<Value>>(domain.values);
  return std::ranges::find(values, value) != values.end();
}

/// A value that is never taken is a mistake, even where the condition's other values are.
void check_can_hold(Place const& place, HyperparameterInfo const& info, Value const& value,
                    std::vector<Domain> const& domains) {
  auto const* domain = find_domain(domains, info.name);
  if (domain ? may_be(*domain, value) : info.default_value == value) return;
  fail(place, "this condition can never hold: '{}' is never {}{}", info.name, to_text(value),
       domain ? std::string{}
              : fmt::format(", as it is not given and so keeps its default, {}", to_text(info.default_value)));
}

Condition read_condition(Entry const& entry, LearnerInfo const& learner, std::vector<Domain> const& domains) {
  auto const& info = find_hyperparameter(learner, entry.key, entry.place);
  auto const label = hyperparameter_label(learner, entry.key);
  auto const* list = entry.node.as<NodeList>();
  if (list && list->empty()) fail(entry.node.place, "the condition on {} has an empty list of values", label);
  Condition condition{entry.key, {}};
  auto const add = [&](Node const& node) {
    condition.values.push_back(checked_value(node, info, label));
    check_can_hold(node.place, info, condition.values.back(), domains);
  };
  if (list) {
    std::ranges::for_each(*list, add);
  } else {
    add(entry.node);
  }
  return condition;
}

/// Follows conditions among the domains that could not be put in order, until one comes up twice.
std::vector<std::string> find_circle(std::vector<Domain> const& domains, std::vector<std::size_t> const& ordered) {
  auto const unordered = [&](std::string_view name) {
    auto const* domain = find_domain(domains, name);
    return domain && std::ranges::find(ordered, static_cast<std::size_t>(domain - domains.data())) == ordered.end();
  };
  std::vector<std::string> path{std::ranges::find_if(domains, unordered, &Domain::hyperparameter)->hyperparameter};
  for (;;) {
    auto const& conditions = find_domain(domains, path.back())->when;
    auto const& next = std::ranges::find_if(conditions, unordered, &Condition::hyperparameter)->hyperparameter;
    path.push_back(next);
    auto const seen = std::ranges::find(path, next);
    if (seen != path.end() - 1) return {seen, path.end()};
  }
}

} // namespace

void read_conditions(std::vector<Entry const*> const& entries, LearnerInfo const& learner,
                     std::vector<Domain>& domains) {
  for (std::size_t i = 0; i < domains.size(); ++i) {
    auto const* table = entries[i]->node.as<NodeTable>();
    auto const* when = table ? find(*table, "when") : nullptr;
    if (!when) continue;
    auto const label = fmt::format("'when' of {}", hyperparameter_label(learner, domains[i].hyperparameter));
    auto const& conditions = table_of(*when, label);
    if (conditions.empty()) fail(when->place, "{} must not be empty", label);
    for (auto const& entry : conditions) domains[i].when.push_back(read_condition(entry, learner, domains));
  }
  auto const order = parents_first(domains);
  if (order.size() == domains.size()) return;
  auto const circle = find_circle(domains, order);
  auto const* first = find_domain(domains, circle.front());
  fail(find(*entries[static_cast<std::size_t>(first - domains.data())]->node.as<NodeTable>(), "when")->place,
       "the conditions of learner '{}' go round in a circle: {}", learner.name, fmt::join(circle, " needs "));
}

} // namespace rankfold::job
