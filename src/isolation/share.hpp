#pragma once

#include "job/resources.hpp"
#include "roles/capacity.hpp"
#include "support/machine.hpp"
#include <string>
#include <vector>

namespace rankfold::isolation {

/// What the folds of one worker get of its node.
struct Share {
  int threads = 1;
  std::vector<int> cores = {};        ///< to stay on; empty: any that the worker may use
  std::vector<std::string> gpus = {}; ///< as CUDA_VISIBLE_DEVICES names them; empty: what the worker sees
};

/// The cores and GPUs are dealt out to the node's workers in order.
///
/// Cores are named only where the workers use all of them: with cores to spare the system places folds better, which
/// knows what else runs there, and where workers outnumber cores it has to. Workers that are more than cores / threads
/// go round.
[[nodiscard]] Share share_of(Machine const& machine, job::ResourceSpec const& resources, roles::NodePlace place);

/// Keeps this thread, and those that it starts from now on, on these cores; none: wherever they were.
void stay_on(std::vector<int> const& cores);

} // namespace rankfold::isolation
