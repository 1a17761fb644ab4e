#include "client/batch_script.hpp"

#include "job/time_limit.hpp"
#include "job/words.hpp"
#include "rankfold/version.hpp"
#include "support/error.hpp"
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace rankfold::client {
namespace {

namespace fs = std::filesystem;

/// As one word of a shell's command line.
std::string quoted(std::string const& text) {
  std::string out = "'";
  for (char const c : text) out += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return out + '\'';
}

/// As sbatch reads the value of an option in a script.
std::string directive(std::string_view option, std::string const& value) {
  std::string out = fmt::format("#SBATCH --{}=\"", option);
  for (char const c : value) out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  return out + "\"\n";
}

std::string directive_if_any(std::string_view option, std::string const& value) {
  return value.empty() ? std::string{} : directive(option, value);
}

std::string directives(job::Job const& job, BatchRun const& run) {
  auto const& slurm = job.slurm;
  auto text = directive("job-name", job.name);
  text += fmt::format("#SBATCH --nodes={}\n#SBATCH --ntasks-per-node={}\n#SBATCH --cpus-per-task={}\n", slurm.nodes,
                      slurm.ntasks_per_node, slurm.cpus_per_task > 0 ? slurm.cpus_per_task : job.resources.threads);
  text += fmt::format("#SBATCH --time={}\n", job::time_limit_text(slurm.time_seconds));
  constexpr std::int64_t kib = 1024;
  if (slurm.memory_bytes_per_cpu > 0) {
    text += fmt::format("#SBATCH --mem-per-cpu={}K\n", (slurm.memory_bytes_per_cpu + kib - 1) / kib);
  }
  if (job.resources.gpus > 0) text += fmt::format("#SBATCH --gpus-per-task={}\n", job.resources.gpus);
  text += directive_if_any("partition", slurm.partition) + directive_if_any("account", slurm.account) +
          directive_if_any("qos", slurm.qos) + directive_if_any("constraint", slurm.constraint);
  text += directive("output", run.result.string() + ".log");
  text += directive("comment", "rankfold:" + run.result.string());
  text +=
      fmt::format("#SBATCH --signal=B:USR1@{}\n#SBATCH --requeue\n#SBATCH --open-mode=append\n", slurm.warning_seconds);
  for (auto const& option : slurm.options) text += fmt::format("#SBATCH {}\n", option);
  return text;
}

std::string environment(job::EnvironmentSpec const& environment) {
  std::string text;
  for (auto const& name : environment.modules) text += fmt::format("module load {}\n", quoted(name));
  if (!environment.setup.empty()) text += environment.setup + '\n';
  for (auto const& [name, value] : environment.variables) text += fmt::format("export {}={}\n", name, quoted(value));
  return text;
}

std::string launch(job::Job const& job, BatchRun const& run) {
  auto text = fmt::format("export RANKFOLD={} RANKFOLD_LAUNCHER={} RANKFOLD_WARNING={} RANKFOLD_SCRIPT={}\n",
                          quoted(run.program), job::word_for(job::launchers, job.slurm.launcher),
                          job.slurm.warning_seconds, quoted(run.script));
  text += fmt::format("source {}\nlaunch {} --output {}", quoted(run.slurm_folder / "launch.sh"), quoted(run.job_file),
                      quoted(run.result));
  for (auto const& option : run.options) text += ' ' + quoted(option);
  return text + '\n';
}

std::string header(BatchRun const& run) {
  return fmt::format("# Written by rankfold {} submit for {}. Can be submitted again by hand, and goes on where it "
                     "stopped:\n#     sbatch {}\n",
                     version, run.job_file.string(), quoted(run.script));
}

std::string read_template(fs::path const& path) {
  std::ifstream file{path};
  std::stringstream text;
  text << file.rdbuf();
  if (!file || text.str().empty()) throw JobError{fmt::format("{}: cannot read the batch template", path.string())};
  return text.str();
}

/// Puts the text in the place of the line @name@.
bool fill_in(std::string& script, std::string_view name, std::string const& text) {
  auto const line = fmt::format("@{}@\n", name);
  auto const at = script.find(line);
  if (at == std::string::npos) return false;
  script.replace(at, line.size(), text);
  return true;
}

} // namespace

fs::path find_slurm_folder(fs::path const& program) {
  auto const folder = program.parent_path();
  std::vector<fs::path> places{folder / "../share/rankfold/slurm", folder / "../../slurm"};
  if (auto const* given = std::getenv("RANKFOLD_SLURM")) places = {given};
  for (auto const& place : places) {
    std::error_code missing;
    if (fs::exists(place / "launch.sh", missing)) return fs::canonical(place);
  }
  throw JobError{fmt::format("rankfold submit: the batch scripts are not in {}: set RANKFOLD_SLURM to the folder that "
                             "has launch.sh",
                             places.front().lexically_normal().string())};
}

std::string batch_script(job::Job const& job, BatchRun const& run) {
  bool const is_sites = !job.slurm.batch_template.empty();
  auto const path = is_sites ? job.slurm.batch_template : run.slurm_folder / "template.sbatch";
  auto script = read_template(path);
  (void)fill_in(script, "header", header(run));
  auto const require = [&](std::string_view name, std::string const& text) {
    if (fill_in(script, name, text)) return;
    throw JobError{fmt::format("{}: the batch template has no line @{}@", path.string(), name)};
  };
  require("directives", directives(job, run));
  require("environment", environment(job.environment));
  require("launch", launch(job, run));
  return script;
}

} // namespace rankfold::client
