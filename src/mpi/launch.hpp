#pragma once

namespace rankfold::mpi {

/// @throws JobError if this is one of several processes of an srun step that has no MPI start-up.
void refuse_srun_without_pmi();

/// Sets Open MPI parameters that help a program which mostly waits, as environment variables, where neither the user
/// nor the launcher has set them. @pre MPI_Init was not called yet
void prepare_environment();

} // namespace rankfold::mpi
