#pragma once

#include <string>

namespace rankfold::mpi {

/// Whether a launcher (mpirun, srun) started this process as one of several ranks; known without MPI_Init.
[[nodiscard]] bool is_launched();

/// Whether this is rank 0, or no launcher is there; known without MPI_Init, so that a mistake can be told once.
[[nodiscard]] bool is_first_rank();

/// MPI from here to the end of the scope. Outside a launcher it does nothing and there is one rank.
/// Each process makes one, once.
class Scope {
public:
  Scope();
  ~Scope();
  Scope(Scope const&) = delete;
  Scope& operator=(Scope const&) = delete;

  [[nodiscard]] int rank() const;
  [[nodiscard]] int size() const;
};

/// Ends all ranks at once with this exit code. Where MPI is not in use, gives the code back for `main` to return.
int abort_all(int exit_code);

/// E.g. "Open MPI 4.1.4"; known without MPI_Init.
[[nodiscard]] std::string library_version();

} // namespace rankfold::mpi
