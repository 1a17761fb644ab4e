#include "job/sections.hpp"

#include "job/domain.hpp"
#include "job/hyperparameter.hpp"
#include "job/words.hpp"

namespace rankfold::job {
namespace {

LearnerInfo const& find_learner_at(Node const& node, Catalogue const& catalogue, DataKind kind) {
  auto const& name = text_of(node, "'name' in [[learner]]");
  std::vector<std::string> fitting;
  for (auto const& learner : catalogue) {
    if (learner.serves(kind)) fitting.push_back(learner.name);
  }
  auto const* learner = find_learner(catalogue, name);
  if (!learner) fail(node.place, "unknown learner '{}' {}", shown(name), known_and_near(name, fitting));
  if (!learner->serves(kind)) {
    fail(node.place, "learner '{}' does not fit kind = \"{}\" in [data] {}", name, word_for(data_kinds, kind),
         known_and_near(name, fitting));
  }
  return *learner;
}

void check_required(LearnerInfo const& learner, SectionNode const& section) {
  for (auto const& hyperparameter : learner.hyperparameters) {
    if (!hyperparameter.required || find(section.entries, hyperparameter.name)) continue;
    fail(section.place, "{} is missing and has no default: {}", hyperparameter_label(learner, hyperparameter.name),
         accepted_values(hyperparameter));
  }
}

} // namespace

LearnerSpec read_learner_section(SectionNode const& section, Catalogue const& catalogue, DataKind kind,
                                 SearchSpec const& search) {
  for (auto const& entry : section.entries) {
    if (entry.key == "command") fail(entry.place, "'command' in [[learner]] is not supported yet");
  }
  auto const* name = find(section.entries, "name");
  if (!name)
    fail(section.place, "the key 'name' is missing in [[learner]]: text, one of those that 'rankfold learners' lists");
  auto const& learner = find_learner_at(*name, catalogue, kind);
  LearnerSpec spec{learner.name, {}};
  std::vector<Entry const*> entries;
  for (auto const& entry : section.entries) {
    if (entry.key == "name") continue;
    spec.domains.push_back(read_domain(entry, learner, search.algorithm));
    entries.push_back(&entry);
  }
  check_required(learner, section);
  read_conditions(entries, learner, spec.domains);
  return spec;
}

} // namespace rankfold::job
