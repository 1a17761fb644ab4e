#include "mpi/relaunch.hpp"

#include "support/error.hpp"
#include <cerrno>
#include <cstdlib>
#include <cstring>
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
  std::vector<std::string> words{"mpirun", "-q", "--oversubscribe", "--bind-to", "none"};
  if (geteuid() == 0) words.emplace_back("--allow-run-as-root");
  if (ranks > 0) words.insert(words.end(), {"-n", std::to_string(ranks)});
  words.push_back(std::filesystem::read_symlink("/proc/self/exe").string());
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

} // namespace

int ranks_for_all_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  int const cores = CPU_COUNT(&allowed);
  return cores > 1 ? cores + 1 : 1;
}

void relaunch(int ranks, std::vector<std::string> const& arguments) {
  if (ranks == 0 && !in_allocation()) ranks = ranks_for_all_cores();
  auto words = mpirun_command(ranks, arguments);
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execvp(pointers[0], pointers.data());
  throw JobError{
      fmt::format("--ranks: cannot start mpirun: {} (is Open MPI's bin folder in PATH?)", std::strerror(errno))};
}

} // namespace rankfold::mpi
