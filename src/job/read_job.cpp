#include "job/read_job.hpp"

#include "job/override.hpp"
#include "job/parse_toml.hpp"
#include "job/section.hpp"
#include "job/sections.hpp"
#include "support/text.hpp"
#include <algorithm>

namespace rankfold::job {
namespace {

void check_section_names(NodeTable const& root) {
  static std::vector<std::string> const known{"job",    "data",      "validation",  "objective", "learner",
                                              "search", "resources", "environment", "slurm"};
  for (auto const& entry : root) {
    bool const is_known = std::ranges::find(known, entry.key) != known.end();
    if (is_known) continue;
    bool const is_table = entry.node.as<NodeTable>() || entry.node.as<NodeList>();
    fail(entry.place, "{} '{}' {}", is_table ? "unknown section" : "key outside any section:", shown(entry.key),
         known_and_near(entry.key, known));
  }
}

enum class Presence { required, optional };

/// The sections of one job file, by name.
class Sections {
public:
  Sections(NodeTable root, Place start) : root_{std::move(root)}, start_{std::move(start)} {}

  [[nodiscard]] SectionNode section(std::string_view name, Presence presence) const {
    auto const found = std::ranges::find(root_, name, &Entry::key);
    if (found != root_.end()) return {table_of(found->node, fmt::format("[{}]", name)), found->place};
    if (presence == Presence::required) fail(start_, "the section [{}] is missing", name);
    return {nothing_, start_};
  }

  [[nodiscard]] std::vector<SectionNode> learners() const {
    auto const* node = find(root_, "learner");
    if (!node) fail(start_, "there is no learner: at least one section [[learner]] is needed");
    auto const* list = node->as<NodeList>();
    if (!list) fail(node->place, "'learner' must be a list of tables: write [[learner]] with two brackets");
    if (list->empty()) fail(node->place, "the list of learners is empty: at least one is needed");
    std::vector<SectionNode> sections;
    for (auto const& item : *list) sections.push_back({table_of(item, "[[learner]]"), item.place});
    return sections;
  }

private:
  NodeTable root_;
  NodeTable nothing_;
  Place start_; ///< of the file, for what is missing
};

Sections parse_sections(JobSource const& source) {
  auto const file = source.path.string();
  auto root = parse_toml(source.text, file);
  for (auto const& override_text : source.overrides) apply_override(override_text, root);
  check_section_names(root);
  return {std::move(root), {std::make_shared<std::string const>(file), 1, 1}};
}

} // namespace

Job read_job(JobSource source, Catalogue const& catalogue) {
  auto const sections = parse_sections(source);
  Job job;
  read_job_section(sections.section("job", Presence::required), job);
  job.data = read_data_section(sections.section("data", Presence::required), source.path);
  job.resources = read_resources_section(sections.section("resources", Presence::optional));
  job.validation =
      read_validation_section(sections.section("validation", Presence::optional), job.data.kind, job.resources);
  job.objective = read_objective_section(sections.section("objective", Presence::optional), job.data);
  job.search = read_search_section(sections.section("search", Presence::optional));
  job.environment = read_environment_section(sections.section("environment", Presence::optional));
  job.slurm = read_slurm_section(sections.section("slurm", Presence::optional), source.path);
  for (auto const& learner : sections.learners()) {
    job.learners.push_back(read_learner_section(learner, catalogue, job.data.kind, job.search));
  }
  job.source = std::move(source);
  return job;
}

} // namespace rankfold::job
