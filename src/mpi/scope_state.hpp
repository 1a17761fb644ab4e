#pragma once

#include "data/dataset.hpp"
#include "mpi/member.hpp"
#include "mpi/scope.hpp"
#include "support/bytes.hpp"
#include <functional>
#include <mpi.h>
#include <vector>

namespace rankfold::mpi {

/// What a rank must be told to take part in a run, whenever it comes.
struct HandOver {
  Bytes opening; ///< the jobs, see share_jobs.cpp
  std::vector<data::Dataset> datasets;
};

struct Scope::State {
  MPI_Comm ranks = MPI_COMM_NULL; ///< all ranks; ours alone, so that nobody else's messages meet ours. Null: one rank
  int rank = 0;
  int size = 1;
  std::vector<Member> roster; ///< of `ranks`, in rank order; empty: one rank
  bool joined_late = false;   ///< this rank replaces a lost one: only rank 0 and itself are in `ranks`
  HandOver hand_over;         ///< on rank 0, once the jobs are shared
  int exceptions = 0;         ///< under way when the scope was opened
  bool ranks_lost = false;    ///< or may be while they end: nothing that all must end together is ended
  int exit_code = 0;          ///< to end with, known when dismissed
  bool dismissed = false;     ///< all ranks know that the run ends, and are on their way to the end of the scope
  /// What is given back collectively at the end of the scope, in this order on every rank.
  std::vector<std::function<void()>> at_end;
};

/// Whether the ranks that were there at the start are on several nodes.
[[nodiscard]] bool spans_nodes(Scope::State const& state);

} // namespace rankfold::mpi
