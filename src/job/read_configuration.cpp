#include "job/read_job.hpp"

#include "job/hyperparameter.hpp"
#include "job/override.hpp"
#include "support/error.hpp"

namespace rankfold::job {

Configuration read_configuration(LearnerInfo const& learner, std::vector<std::string> const& assignments) {
  Configuration configuration{learner.name, {}};
  for (auto const& text : assignments) {
    auto const [name, node] = parse_assignment(text, text);
    auto const& info = find_hyperparameter(learner, name, node.place);
    auto value = checked_value(node, info, hyperparameter_label(learner, name));
    bool const is_first = configuration.parameters.emplace(name, std::move(value)).second;
    if (!is_first) fail(node.place, "{} is given twice", hyperparameter_label(learner, name));
  }
  for (auto const& info : learner.hyperparameters) {
    if (!info.required || configuration.parameters.contains(info.name)) continue;
    throw JobError{fmt::format("{} is missing and has no default: {}=VALUE, where VALUE is {}",
                               hyperparameter_label(learner, info.name), info.name, accepted_values(info))};
  }
  return configuration;
}

} // namespace rankfold::job
