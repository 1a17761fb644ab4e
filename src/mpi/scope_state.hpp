#pragma once

#include "mpi/scope.hpp"
#include <functional>
#include <mpi.h>
#include <vector>

namespace rankfold::mpi {

struct Scope::State {
  MPI_Comm ranks = MPI_COMM_NULL; ///< all ranks; ours alone, so that nobody else's messages meet ours. Null: one rank
  int rank = 0;
  int size = 1;
  int exceptions = 0;     ///< under way when the scope was opened
  bool dismissed = false; ///< all ranks know that the run ends, and are on their way to the end of the scope
  /// What is given back collectively at the end of the scope, in this order on every rank.
  std::vector<std::function<void()>> at_end;
};

} // namespace rankfold::mpi
