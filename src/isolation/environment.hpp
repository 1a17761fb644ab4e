#pragma once

#include "isolation/share.hpp"
#include <string>
#include <vector>

namespace rankfold::isolation {

/// The environment of a process that is no rank: what the worker has, without what a launcher tells its ranks (Open MPI
/// refuses to start inside of a rank), and with as many threads and the GPUs as the fold is to use.
[[nodiscard]] std::vector<std::string> fold_environment(char const* const* own, Share const& share);

} // namespace rankfold::isolation
