#include "isolation/environment.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string_view>

namespace rankfold::isolation {
namespace {

/// Of launchers, to their ranks. Slurm's variables of the allocation stay; those of the step and the task go.
constexpr std::array<std::string_view, 16> launcher_prefixes{
    "OMPI_",        "PMIX_",         "PMI_",           "PRTE_",          "SLURM_STEP",  "SLURM_STEPID",
    "SLURM_PROCID", "SLURM_LOCALID", "SLURM_NODEID",   "SLURM_TASK_PID", "SLURM_GTIDS", "SLURM_PMIX",
    "SLURM_SRUN_",  "SLURM_LAUNCH_", "SLURM_MPI_TYPE", "SLURM_TOPOLOGY_"};

/// How many threads libraries start.
constexpr std::array<std::string_view, 6> thread_counts{"OMP_NUM_THREADS",     "OPENBLAS_NUM_THREADS",
                                                        "MKL_NUM_THREADS",     "BLIS_NUM_THREADS",
                                                        "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"};

constexpr std::array<std::string_view, 2> visible_gpus{"CUDA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES"};

void set(std::vector<std::string>& environment, std::string_view name, std::string const& value) {
  auto const start = fmt::format("{}=", name);
  std::erase_if(environment, [&](auto const& entry) { return entry.starts_with(start); });
  environment.push_back(start + value);
}

} // namespace

std::vector<std::string> fold_environment(char const* const* own, Share const& share) {
  std::vector<std::string> environment;
  for (; *own != nullptr; ++own) {
    std::string_view const entry{*own};
    auto const is_launchers = [&](auto prefix) { return entry.starts_with(prefix); };
    if (std::ranges::none_of(launcher_prefixes, is_launchers)) environment.emplace_back(entry);
  }
  for (auto const name : thread_counts) set(environment, name, fmt::format("{}", share.threads));
  // Bound to cores only where these are the worker's own: else all workers' threads would be bound to the first ones.
  set(environment, "OMP_PROC_BIND", share.cores.empty() ? "false" : "close");
  if (!share.gpus.empty()) {
    for (auto const name : visible_gpus) set(environment, name, fmt::format("{}", fmt::join(share.gpus, ",")));
  }
  return environment;
}

} // namespace rankfold::isolation
