#pragma once

#include <memory>
#include <string>

namespace rankfold::mpi {

/// Whether a launcher (mpirun, srun) started this process as one of several ranks; known without MPI_Init.
[[nodiscard]] bool is_launched();

/// Whether this is rank 0, or no launcher is there; known without MPI_Init, so that a mistake can be told once.
[[nodiscard]] bool is_first_rank();

/// The command by which this program is started as a rank that takes the place of a lost one.
inline constexpr char join_command[] = "join";

/// MPI from here to the end of the scope. Outside a launcher it does nothing and there is one rank: `rankfold run`
/// needs no MPI runtime then.
///
/// Each process makes one, once, in its main thread; all calls into this module come from that thread. The end of the
/// scope is collective. When it is left by an exception the other ranks were not told of (`dismiss`), MPI is left
/// running, so that `abort_all` can still end them.
class Scope {
public:
  enum class Part { original, replacement };

  /// @param part what this process is started as. One that is to replace a lost rank ends itself if MPI does not come
  /// up:
  ///        where another rank dies at that moment, Open MPI's server forgets about it, and rank 0 would wait for it.
  /// @throws JobError if srun started several ranks without telling them of each other (no `--mpi=pmix`).
  explicit Scope(Part part = Part::original);
  ~Scope();
  Scope(Scope const&) = delete;
  Scope& operator=(Scope const&) = delete;

  [[nodiscard]] int rank() const;
  [[nodiscard]] int size() const;

  struct State; ///< this module's own: the communicators
  [[nodiscard]] State& state() const { return *state_; }

private:
  std::unique_ptr<State> state_;
};

/// Ends all ranks at once with this exit code. Where MPI is not in use, gives the code back for `main` to return.
int abort_all(int exit_code);

/// E.g. "Open MPI 4.1.4"; known without MPI_Init.
[[nodiscard]] std::string library_version();

} // namespace rankfold::mpi
