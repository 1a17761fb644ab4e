#include "client/autostart.hpp"

#include "client/batch_script.hpp"
#include "client/slurm.hpp"
#include "job/time_limit.hpp"
#include "job/words.hpp"
#include "pilot/heartbeat.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace rankfold::client {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t jobs_a_pilot = 8; ///< that wait, for which another one is worth while

/// Those alive, and those that Slurm will start. Marks of batch jobs that have ended are removed.
std::size_t count_pilots(pilot::Folder const& folder) {
  auto const seen = pilot::sightings(folder);
  auto const marks = folder.list(pilot::starting_folder);
  auto count = static_cast<std::size_t>(std::ranges::count_if(seen, [&](pilot::Sighting const& one) {
    return one.is_alive() && std::ranges::find(marks, one.batch_job) == marks.end();
  }));
  for (auto const& id : marks) {
    auto const known = slurm::find_job(id);
    if (known && known->is_at_work()) {
      ++count;
    } else {
      folder.remove(pilot::in(pilot::starting_folder, id));
    }
  }
  return count;
}

std::vector<std::string> sbatch_options(pilot::Folder const& folder, AutostartRequest const& request) {
  auto const& size = request.size;
  std::vector<std::string> options{
      fmt::format("--nodes={}", size.nodes),
      fmt::format("--ntasks-per-node={}", size.ntasks_per_node),
      fmt::format("--cpus-per-task={}", std::max(size.cpus_per_task, 1)),
      fmt::format("--time={}", job::time_limit_text(size.time_seconds)),
      fmt::format("--signal=B:USR1@{}", size.warning_seconds),
      fmt::format("--output={}/pilot-%j.log", folder.path().string()),
  };
  auto const add = [&](std::string_view name, std::string const& value) {
    if (!value.empty()) options.push_back(fmt::format("--{}={}", name, value));
  };
  add("partition", size.partition);
  add("account", size.account);
  add("qos", size.qos);
  add("constraint", size.constraint);
  options.insert(options.end(), size.options.begin(), size.options.end());
  options.insert(options.end(), request.options.begin(), request.options.end());
  return options;
}

/// sbatch hands this process's environment on to the script.
void tell_the_script(job::SlurmSpec const& size, fs::path const& program, fs::path const& slurm_folder) {
  ::setenv("RANKFOLD", program.c_str(), 1);
  ::setenv("RANKFOLD_SLURM", slurm_folder.c_str(), 1);
  ::setenv("RANKFOLD_LAUNCHER", std::string{job::word_for(job::launchers, size.launcher)}.c_str(), 1);
  ::setenv("RANKFOLD_WARNING", std::to_string(size.warning_seconds).c_str(), 1);
}

} // namespace

std::optional<std::string> start_pilot_if_needed(pilot::Folder const& folder, AutostartRequest const& request) {
  auto const waiting = folder.list(pilot::queue_folder).size();
  auto const wanted = std::clamp<std::size_t>((waiting + jobs_a_pilot - 1) / jobs_a_pilot, 1,
                                              static_cast<std::size_t>(request.most_pilots));
  if (count_pilots(folder) >= wanted) return {};
  auto const program = fs::read_symlink("/proc/self/exe");
  auto const scripts = find_slurm_folder(program);
  tell_the_script(request.size, program, scripts);
  auto id =
      slurm::submit(scripts / "pilot.sbatch", sbatch_options(folder, request), std::vector{folder.path().string()});
  folder.mark(pilot::in(pilot::starting_folder, id));
  return id;
}

} // namespace rankfold::client
