#pragma once

#include "job/catalogue.hpp"
#include "job/job.hpp"
#include "job/node.hpp"

/// Each section of a job file has a file of its own. They are read in this order: later ones are checked against what
/// earlier ones say.
namespace rankfold::job {

/// A section and where it was written; an empty table where the job file leaves it out.
struct SectionNode {
  NodeTable const& entries;
  Place place;
};

/// [job]: fills name, seed and output.
void read_job_section(SectionNode const& section, Job& job);
/// [data]. @param job_file what relative paths are relative to the folder of.
[[nodiscard]] DataSpec read_data_section(SectionNode const& section, std::filesystem::path const& job_file);
/// [resources]
[[nodiscard]] ResourceSpec read_resources_section(SectionNode const& section);
/// [validation]. @param resources decide the default of `chain`
[[nodiscard]] ValidationSpec read_validation_section(SectionNode const& section, DataKind kind,
                                                     ResourceSpec const& resources);
/// [objective]
[[nodiscard]] ObjectiveSpec read_objective_section(SectionNode const& section, DataSpec const& data);
/// [search]
[[nodiscard]] SearchSpec read_search_section(SectionNode const& section);
/// [environment]
[[nodiscard]] EnvironmentSpec read_environment_section(SectionNode const& section);
/// [slurm]. @param job_file as for [data]
[[nodiscard]] SlurmSpec read_slurm_section(SectionNode const& section, std::filesystem::path const& job_file);
/// One [[learner]]
[[nodiscard]] LearnerSpec read_learner_section(SectionNode const& section, Catalogue const& catalogue, DataKind kind,
                                               SearchSpec const& search);

} // namespace rankfold::job
