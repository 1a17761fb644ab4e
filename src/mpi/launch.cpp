#include "mpi/launch.hpp"

#include "mpi/scope.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <string_view>
#include <sys/uio.h>
#include <unistd.h>

namespace rankfold::mpi {
namespace {

/// Set for every rank by Open MPI's mpirun, by PMIx servers (srun --mpi=pmix) and by PMI-1/2 servers (Hydra, srun).
constexpr std::array<char const*, 3> rank_variables{"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"};

/// Set by Open MPI for a process that another one has spawned, which counts as rank 0 of a launch of its own.
constexpr char spawned_variable[] = "OMPI_PARENT_PORT";

std::string_view variable(char const* name) {
  char const* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

/// A batch script itself runs in a step without tasks of its own, so the number of tasks is asked for, not the step.
bool in_step_of_several() {
  return !variable("SLURM_STEP_NUM_TASKS").empty() && variable("SLURM_STEP_NUM_TASKS") != "1";
}

/// Containers often forbid reading another process's memory, by which Open MPI moves large messages within a node.
bool may_read_process_memory() {
  char from = 1;
  char to = 0;
  iovec const local{&to, 1};
  iovec const remote{&from, 1};
  return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == 1;
}

void set_default(char const* name, char const* value) { setenv(name, value, /*overwrite=*/0); }

} // namespace

bool is_launched() {
  return std::ranges::any_of(rank_variables, [](auto const* name) { return !variable(name).empty(); });
}

bool is_first_rank() {
  if (!variable(spawned_variable).empty()) return false; // it takes the place of a lost worker
  for (auto const* name : rank_variables) {
    if (!variable(name).empty()) return variable(name) == "0";
  }
  return !in_step_of_several() || variable("SLURM_PROCID") == "0";
}

bool outlives_ranks() { return variable("OMPI_MCA_orte_enable_recovery") == "1"; }

void refuse_srun_without_pmi() {
  if (is_launched() || !in_step_of_several()) return;
  throw JobError{
      fmt::format("srun started {} processes that do not know of each other: start them with 'srun --mpi=pmix', "
                  "or with mpirun inside the allocation",
                  variable("SLURM_STEP_NUM_TASKS"))};
}

void prepare_environment() {
  // What still waits inside MPI gives the core to those who compute: 6 ranks on 2 cores passed a barrier in 0.1-1.8 ms
  // instead of 13-21 ms.
  set_default("OMPI_MCA_mpi_yield_when_idle", "1");
  if (!may_read_process_memory()) set_default("OMPI_MCA_btl_vader_single_copy_mechanism", "none");
}

} // namespace rankfold::mpi
