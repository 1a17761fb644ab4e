#include "mpi/relaunch.hpp"

#include "mpi/exit_code_file.hpp"
#include "mpi/launcher_process.hpp"
#include "support/error.hpp"
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

namespace rankfold::mpi {
namespace {

bool in_allocation() { return std::getenv("SLURM_JOB_ID") != nullptr; }

std::vector<std::string> mpirun_command(int ranks, std::vector<std::string> const& arguments) {
  // Quiet: a job without result ends with exit code 3, which mpirun would otherwise explain in ten lines of its own.
  // Unbound and oversubscribed: there is one rank more than cores, and rank 0 sleeps.
  // With recovery the loss of one rank does not end the others.
  std::vector<std::string> words{"mpirun", "-q", "--enable-recovery", "--oversubscribe", "--bind-to", "none"};
  if (geteuid() == 0) words.emplace_back("--allow-run-as-root");
  if (ranks > 0) words.insert(words.end(), {"-n", std::to_string(ranks)});
  words.push_back(std::filesystem::read_symlink("/proc/self/exe").string());
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

} // namespace

int ranks_for_all_cores(int threads) {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  int const workers = CPU_COUNT(&allowed) / threads;
  return workers > 1 ? workers + 1 : 1;
}

LaunchEnd relaunch(int ranks, int threads, std::vector<std::string> const& arguments) {
  if (ranks == 0 && !in_allocation()) ranks = ranks_for_all_cores(threads);
  ExitCodeFile const word;
  // Open MPI 4 writes a line of its PMIx server's to standard error for every rank that is lost, which helps nobody.
  setenv("PMIX_OUTPUT_REDIRECT", "file", /*overwrite=*/0);
  setenv("OMPI_MCA_opal_signal", "", /*overwrite=*/0); // nor do the addresses of a rank that crashed
  LauncherProcess mpirun{mpirun_command(ranks, arguments)};
  auto end = mpirun.wait();
  return {word.read(), std::move(end), word.was_begun() && !mpirun.was_asked_to_stop()};
}

} // namespace rankfold::mpi
