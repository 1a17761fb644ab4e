#include "job/sections.hpp"

#include "job/words.hpp"
#include <algorithm>
#include <fmt/ranges.h>

namespace rankfold::job {
namespace {

/// The problems that the data may turn out to be: a table's is only known once its target is read, unless it is given.
std::vector<Problem> problems_of(DataSpec const& data) {
  if (data.kind == DataKind::series) return {Problem::forecasting};
  if (data.problem) return {*data.problem};
  return {Problem::classification, Problem::regression};
}

std::string_view problem_name(Problem problem) {
  return problem == Problem::forecasting ? "forecasting" : word_for(table_problems, problem);
}

/// Checks one metric's name, and narrows `problems` to those that it serves: all metrics must serve one in common.
std::string read_metric(Node const& node, std::string_view label, std::vector<Problem>& problems) {
  auto const& name = text_of(node, label);
  auto const fitting = metrics_for(problems);
  auto const* metric = find_metric(name);
  if (!metric) fail(node.place, "unknown metric '{}' in [objective] {}", shown(name), known_and_near(name, fitting));
  if (std::ranges::find(fitting, name) == fitting.end()) {
    std::vector<std::string_view> names;
    for (auto const problem : problems) names.push_back(problem_name(problem));
    fail(node.place, "metric '{}' in [objective] is not defined for {} (there: {})", name, fmt::join(names, " or "),
         fmt::join(fitting, ", "));
  }
  std::erase_if(problems, [&](Problem problem) { return !metric->serves(problem); });
  return name;
}

std::string read_deciding_metric(Section const& section, std::vector<Problem>& problems) {
  if (auto const* node = section.find("metric")) return read_metric(*node, section.label("metric"), problems);
  if (problems.size() > 1) {
    fail(section.place(),
         "the key 'metric' is missing in [objective]: it has no default, as [data] does not say which 'problem' the "
         "table is (known: {})",
         fmt::join(metrics_for(problems), ", "));
  }
  return problems.front() == Problem::classification ? "accuracy" : "mse";
}

void read_reported_metrics(Section const& section, std::vector<Problem>& problems, ObjectiveSpec& objective) {
  auto const* node = section.find("report");
  if (!node) return;
  auto const label = section.label("report");
  (void)texts_of(*node, label);
  for (auto const& item : *node->as<NodeList>()) {
    auto name = read_metric(item, fmt::format("each item of {}", label), problems);
    if (name != objective.metrics.front()) objective.metrics.push_back(std::move(name));
  }
}

/// Learners that judge themselves report one number, whose name and direction are the user's.
ObjectiveSpec read_own_metric(Section const& section) {
  section.allow_only({"metric", "direction"}, "with kind = \"none\" in [data]");
  auto name = section.text("metric", "objective");
  auto const* known = find_metric(name);
  auto const direction = section.word("direction", directions, known ? known->direction : Direction::minimize);
  auto const is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  bool const fits = name.size() <= 60 && is_letter(name[0]) &&
                    std::ranges::all_of(name, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
  if (!fits) { // it becomes a column of the result file
    fail(section.find("metric")->place,
         "'metric' in [objective] must be a name of letters, digits and '_', at most 60 characters, but is '{}'",
         shown(name));
  }
  return {{std::move(name)}, direction};
}

} // namespace

ObjectiveSpec read_objective_section(SectionNode const& node, DataSpec const& data) {
  Section const section{node.entries, node.place, "[objective]", {"metric", "report", "direction"}};
  if (data.kind == DataKind::none) return read_own_metric(section);
  if (auto const* direction = section.find("direction")) {
    fail(direction->place, "'direction' in [objective] is only for metrics of the user's own, with kind = \"none\" in "
                           "[data]; the direction of rankfold's metrics is known");
  }
  auto problems = problems_of(data);
  ObjectiveSpec objective;
  objective.metrics = {read_deciding_metric(section, problems)};
  objective.direction = find_metric(objective.metrics.front())->direction;
  read_reported_metrics(section, problems, objective);
  return objective;
}

} // namespace rankfold::job
