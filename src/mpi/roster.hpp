#pragma once

#include "mpi/scope.hpp"
#include "roles/dispatcher.hpp"
#include <vector>

namespace rankfold::mpi {

/// Who takes part, as every rank knows it.
struct Member {
  roles::RankUse use;
  std::uint64_t process_space = 0; ///< two ranks see each other's process ids where host and this are equal
};

/// Collective over all ranks. @return everyone, in rank order.
[[nodiscard]] std::vector<Member> gather_roster(Scope& scope);

} // namespace rankfold::mpi
