#pragma once

#include "job/job.hpp"
#include "support/machine.hpp"
#include <cstdint>
#include <span>

namespace rankfold::roles {

/// Where a worker stands among those of its node.
struct NodePlace {
  std::int32_t worker = 0; ///< from 0
  std::int32_t workers = 1;
};

/// How many trials may run on a node at once, by the memory and the GPUs that each gets; 0 where the node lacks even
/// one trial's memory, GPUs or cores. Cores are no further limit: workers that outnumber them share them.
[[nodiscard]] std::int64_t trials_at_once(job::ResourceSpec const& resources, NodeSize const& node);

/// @param nodes with workers; at least one
/// @throws JobError if none of them can run one trial, at the place of the key that asks for too much.
void refuse_what_no_node_has(job::Job const& job, std::span<NodeSize const> nodes);

} // namespace rankfold::roles
