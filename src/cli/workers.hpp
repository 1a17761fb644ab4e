#pragma once

#include "cli/run_arguments.hpp"
#include "mpi/admission.hpp"
#include "mpi/fold_dispatcher.hpp"
#include "roles/prepare.hpp"
#include "support/machine.hpp"
#include <vector>

/// What [resources] of the jobs mean for the workers that they share.
namespace rankfold::cli {

/// The jobs of a run share its workers, so what one of them needs all of them get.
[[nodiscard]] mpi::DispatchSettings dispatch_settings(std::vector<roles::PreparedJob> const& jobs,
                                                      mpi::Admission const& admission, double deadline);

/// What the nodes have that folds will run on.
[[nodiscard]] std::vector<NodeSize> working_nodes(mpi::Scope const& scope);

/// Which workers get folds; told on standard error where some do not. @throws JobError if none does.
[[nodiscard]] mpi::Admission admit_workers(mpi::Scope const& scope, std::vector<roles::PreparedJob> const& jobs);

/// Every rank but 0: learns the jobs, and runs folds until it is let go. @return the exit code
[[nodiscard]] int work(mpi::Scope& scope, mpi::Beginning beginning = mpi::Beginning::by_collective);

/// Of the job whose folds have most, as all share the workers. Reads the job files, not their data. @throws JobError
[[nodiscard]] int threads_of_folds(RunArguments const& run);

} // namespace rankfold::cli
