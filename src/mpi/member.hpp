#pragma once

#include "roles/dispatcher.hpp"
#include "support/machine.hpp"
#include <cstdint>

namespace rankfold::mpi {

/// Who takes part, as every rank knows it.
struct Member {
  roles::RankUse use;
  NodeSize node = {};
  std::uint64_t process_space = 0; ///< two ranks see each other's process ids where host and this are equal
};

/// Whether each sees the other's process.
[[nodiscard]] inline bool same_machine(Member const& a, Member const& b) {
  return a.use.host == b.use.host && a.process_space != 0 && a.process_space == b.process_space;
}

} // namespace rankfold::mpi
