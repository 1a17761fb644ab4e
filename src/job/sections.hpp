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
/// One [[learner]]
[[nodiscard]] LearnerSpec read_learner_section(SectionNode const& section, Catalogue const& catalogue, DataKind kind,
                                               SearchSpec const& search);

/// Sections that job files will have but this version does not know what to do with.
[[nodiscard]] std::vector<std::string> later_section_names();
/// @throws JobError always: at a key that the section will not have, else because it is not supported yet.
[[noreturn]] void refuse_later_section(Entry const& section);

} // namespace rankfold::job
