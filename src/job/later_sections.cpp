#include "job/sections.hpp"

#include "job/section.hpp"
#include <algorithm>

namespace rankfold::job {
namespace {

struct LaterSection {
  std::string name;
  std::vector<std::string> keys;
};

std::vector<LaterSection> later_sections() {
  return {{"environment", {"modules", "setup", "variables"}}, {"slurm", {"nodes", "ntasks_per_node", "time"}}};
}

} // namespace

std::vector<std::string> later_section_names() {
  std::vector<std::string> names;
  for (auto const& section : later_sections()) names.push_back(section.name);
  return names;
}

void refuse_later_section(Entry const& entry) {
  auto const known = later_sections();
  auto const& later = *std::ranges::find(known, entry.key, &LaterSection::name);
  auto const title = fmt::format("[{}]", later.name);
  Section const section{table_of(entry.node, title), entry.place, title, later.keys};
  if (section.entries().empty()) fail(entry.place, "the section {} is not supported yet", title);
  auto const& first = section.entries().front();
  fail(first.place, "{} is not supported yet", section.label(first.key));
}

} // namespace rankfold::job
