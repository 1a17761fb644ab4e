#pragma once

#include "job/resources.hpp"
#include "mpi/member.hpp"
#include "mpi/scope.hpp"
#include "roles/capacity.hpp"
#include <span>
#include <string>
#include <vector>

namespace rankfold::mpi {

/// Which workers may run folds, as a node has memory and GPUs for only so many trials at once.
struct Admission {
  std::vector<bool> may_work;     ///< by worker; worker w is rank w + 1
  std::vector<std::string> notes; ///< a line for each node with workers that may not
};

/// @param roster every rank, in order @param jobs what each of the jobs asks for: they share the workers
[[nodiscard]] Admission admit_workers(std::span<Member const> roster, std::span<job::ResourceSpec const> jobs);
/// The same for the ranks of this run, as rank 0 sees them.
[[nodiscard]] Admission admit_workers(Scope const& scope, std::span<job::ResourceSpec const> jobs);

/// What the nodes of the workers have, a worker after the other.
[[nodiscard]] std::vector<NodeSize> nodes_of_workers(Scope const& scope);

/// Where this worker stands among those of its node. One that replaces a lost rank knows of no others: as if they were
/// countless, so that no cores are dealt out to it.
[[nodiscard]] roles::NodePlace place_on_node(Scope const& scope);

} // namespace rankfold::mpi
