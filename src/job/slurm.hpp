#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace rankfold::job {

/// [slurm]: the allocation that `rankfold submit` asks for.
struct SlurmSpec {
  enum class Launcher { mpirun, srun };

  int nodes = 1;
  int ntasks_per_node = 16; ///< ranks on each node; rank 0 of all coordinates
  int cpus_per_task = 0;    ///< 0: as many as a fold has threads
  std::int64_t time_seconds = 3600;
  std::int64_t warning_seconds = 120;              ///< before the end, at which the job drains, to be requeued
  std::string partition, account, qos, constraint; ///< empty: the site's default
  std::int64_t memory_bytes_per_cpu = 0;           ///< 0: the site's default
  Launcher launcher = Launcher::mpirun;
  std::vector<std::string> options;     ///< more of them for sbatch, as "--exclusive"
  std::filesystem::path batch_template; ///< the site's own; empty: that of this project

  bool operator==(SlurmSpec const&) const = default;
};

/// [environment]: what a batch script does before it starts the ranks.
struct EnvironmentSpec {
  std::vector<std::string> modules; ///< to load, in this order
  std::string setup;                ///< lines of shell, as they are
  std::vector<std::pair<std::string, std::string>> variables;

  bool operator==(EnvironmentSpec const&) const = default;
};

} // namespace rankfold::job
