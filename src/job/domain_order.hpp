#pragma once

#include "job/job.hpp"
#include <cstddef>
#include <vector>

namespace rankfold::job {

/// The positions of `domains`, each behind those that its conditions name; as they are given where that leaves a
/// choice. Domains whose conditions go round in circles are left out.
[[nodiscard]] std::vector<std::size_t> parents_first(std::vector<Domain> const& domains);

} // namespace rankfold::job
