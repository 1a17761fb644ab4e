#include "job/sections.hpp"

#include "job/section.hpp"
#include <algorithm>

namespace rankfold::job {

SearchSpec read_search_section(SectionNode const& node) {
  Section const section{node.entries, node.place, "[search]", {"algorithm", "trials", "max_seconds"}};
  std::vector<std::string> const algorithms{"grid", "random", "sobol", "tpe", "gp"};
  SearchSpec search;
  search.algorithm = section.text("algorithm", search.algorithm);
  if (std::ranges::find(algorithms, search.algorithm) == algorithms.end()) {
    fail(section.find("algorithm")->place, "unknown algorithm '{}' in [search] {}", shown(search.algorithm),
         known_and_near(search.algorithm, algorithms));
  }
  if (search.algorithm != "grid") {
    fail(section.find("algorithm")->place, "algorithm '{}' in [search] is not supported yet (supported: grid)",
         search.algorithm);
  }
  for (auto const& entry : section.entries()) {
    if (entry.key != "algorithm") fail(entry.place, "'{}' in [search] is not supported yet", entry.key);
  }
  return search;
}

} // namespace rankfold::job
