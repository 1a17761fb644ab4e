#pragma once

#include "job/job.hpp"
#include "results/configuration_rows.hpp"
#include "results/table_writer.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::results {

/// Writes /configurations: a table for each learner of the job.
class ConfigurationStore {
public:
  /// Makes the group and its tables. @throws SystemError, JobError if a learner's name cannot be a table's
  ConfigurationStore(hdf5::File const& file, job::Job const& job);

  /// The configuration gets the next number.
  void add(Configuration const& configuration);
  [[nodiscard]] bool knows(ConfigurationId id) const { return id.exists() && id.index() < learner_of_.size(); }
  [[nodiscard]] std::string_view learner(ConfigurationId id) const;
  void write();

private:
  struct Learner {
    std::string name;
    TableWriter<ConfigurationRows> table;
  };
  std::vector<Learner> learners_;
  std::vector<std::uint16_t> learner_of_; ///< by configuration: position in `learners_`
};

} // namespace rankfold::results
