#include "results/configuration_store.hpp"

#include "results/format.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace rankfold::results {
namespace {

constexpr std::uint64_t expected_configurations = 256;

/// The job's learners by name, each with all its specs, in file order.
std::vector<std::vector<job::LearnerSpec>> by_name(job::Job const& job) {
  std::vector<std::vector<job::LearnerSpec>> groups;
  for (auto const& spec : job.learners) {
    auto const same = [&](auto const& group) { return group.front().name == spec.name; };
    auto const found = std::find_if(groups.begin(), groups.end(), same);
    if (found == groups.end()) {
      groups.push_back({spec});
    } else {
      found->push_back(spec);
    }
  }
  return groups;
}

std::string table_name(std::string const& learner) {
  if (learner.empty() || learner == "." || learner.find('/') != std::string::npos)
    throw JobError{fmt::format("learner '{}': such a name cannot be a table of the result file", learner)};
  return fmt::format("{}/{}", configuration_group, learner);
}

} // namespace

ConfigurationStore::ConfigurationStore(hdf5::File const& file, job::Job const& job) {
  file.make_group(configuration_group);
  for (auto const& specs : by_name(job)) {
    auto const& name = specs.front().name;
    learners_.push_back({name, {file, table_name(name), ConfigurationRows::layout(specs), expected_configurations}});
  }
}

void ConfigurationStore::add(Configuration const& configuration) {
  auto const found = std::ranges::find(learners_, configuration.learner, &Learner::name);
  expects(found != learners_.end(), "a configuration is of one of the job's learners");
  auto const id = ConfigurationId{static_cast<std::int64_t>(learner_of_.size())};
  found->table.append({id, configuration.parameters});
  learner_of_.push_back(static_cast<std::uint16_t>(found - learners_.begin()));
}

std::string_view ConfigurationStore::learner(ConfigurationId id) const {
  expects(knows(id), "a configuration is known before its trials are");
  return learners_[learner_of_[id.index()]].name;
}

void ConfigurationStore::write() {
  for (auto& learner : learners_) learner.table.write();
}

} // namespace rankfold::results
