#pragma once

#include "mpi/member.hpp"
#include <mpi.h>
#include <vector>

namespace rankfold::mpi {

/// Collective over `ranks`. @return everyone, in rank order.
[[nodiscard]] std::vector<Member> gather_roster(MPI_Comm ranks);

} // namespace rankfold::mpi
