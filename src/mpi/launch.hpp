#pragma once

namespace rankfold::mpi {

/// @throws JobError if this is one of several processes of an srun step that has no MPI start-up.
void refuse_srun_without_pmi();

/// Whether the launcher lets a run outlive its ranks (mpirun --enable-recovery).
[[nodiscard]] bool outlives_ranks();

/// Sets Open MPI parameters that help a program which mostly waits, as environment variables, where neither the user
/// nor the launcher has set them. @pre MPI_Init was not called yet
void prepare_environment();

} // namespace rankfold::mpi
