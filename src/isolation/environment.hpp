#pragma once

#include <string>
#include <vector>

namespace rankfold::isolation {

/// What the folds of one worker get of its node.
struct Share {
  int threads = 1;
  std::vector<int> cores = {};        ///< to stay on; empty: any that the worker may use
  std::vector<std::string> gpus = {}; ///< as CUDA_VISIBLE_DEVICES names them; empty: what the worker sees
};

/// The environment of a process that is no rank: what the worker has, without what a launcher tells its ranks (Open MPI
/// refuses to start inside of a rank), and with as many threads and the GPUs as the fold is to use.
[[nodiscard]] std::vector<std::string> fold_environment(char const* const* own, Share const& share);

} // namespace rankfold::isolation
