#include "job/quantity.hpp"
#include "job/sections.hpp"
#include "job/time_limit.hpp"
#include "job/words.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::job {
namespace {

constexpr std::int64_t most_of_a_kind = 1'000'000; ///< nodes, tasks, cores
constexpr std::int64_t least_seconds = 60;         ///< Slurm counts in minutes

/// Becomes part of a line of the batch script.
std::string read_word(Section const& section, std::string_view key) {
  auto const* node = section.find(key);
  if (!node) return {};
  auto const& text = text_of(*node, section.label(key));
  if (std::ranges::any_of(text, [](unsigned char c) { return c < ' '; })) {
    fail(node->place, "{} must be one line", section.label(key));
  }
  return text;
}

std::int64_t read_time(Section const& section, std::int64_t fallback) {
  auto const* node = section.find("time");
  if (!node) return fallback;
  auto const* text = node->as<std::string>();
  auto const limit = text ? parse_time_limit(*text) : std::nullopt;
  auto const seconds = limit ? *limit : std::llround(duration_of(*node, section.label("time")));
  if (seconds < least_seconds) fail(node->place, "{} must be at least a minute", section.label("time"));
  return seconds;
}

/// Slurm tells the script so long before the end.
std::int64_t read_warning(Section const& section, SlurmSpec const& slurm) {
  auto const* node = section.find("warning");
  if (!node) return std::min(slurm.warning_seconds, slurm.time_seconds / 2);
  auto const seconds = std::llround(duration_of(*node, section.label("warning")));
  if (seconds < 1 || seconds >= slurm.time_seconds) {
    fail(node->place, "{} must be at least a second and less than 'time', {}", section.label("warning"),
         time_limit_text(slurm.time_seconds));
  }
  return seconds;
}

std::vector<std::string> read_options(Section const& section) {
  auto const* node = section.find("options");
  if (!node) return {};
  auto options = texts_of(*node, section.label("options"));
  for (auto const& option : options) {
    bool const is_line = std::ranges::none_of(option, [](unsigned char c) { return c < ' '; });
    if (is_line && option.starts_with('-')) continue;
    fail(node->place, "each item of {} must be an option of sbatch in one line, as \"--exclusive\", but one is '{}'",
         section.label("options"), shown(option));
  }
  return options;
}

int read_count(Section const& section, std::string_view key, std::int64_t fallback) {
  return static_cast<int>(section.integer(key, fallback, 1, most_of_a_kind));
}

} // namespace

SlurmSpec read_slurm_section(SectionNode const& node, std::filesystem::path const& job_file) {
  Section const section{node.entries,
                        node.place,
                        "[slurm]",
                        {"nodes", "ntasks_per_node", "cpus_per_task", "time", "warning", "partition", "account", "qos",
                         "constraint", "memory_per_cpu", "launcher", "options", "template"}};
  SlurmSpec slurm;
  slurm.nodes = read_count(section, "nodes", slurm.nodes);
  slurm.ntasks_per_node = read_count(section, "ntasks_per_node", slurm.ntasks_per_node);
  slurm.cpus_per_task = read_count(section, "cpus_per_task", slurm.cpus_per_task);
  slurm.time_seconds = read_time(section, slurm.time_seconds);
  slurm.warning_seconds = read_warning(section, slurm);
  slurm.partition = read_word(section, "partition");
  slurm.account = read_word(section, "account");
  slurm.qos = read_word(section, "qos");
  slurm.constraint = read_word(section, "constraint");
  if (auto const* memory = section.find("memory_per_cpu")) {
    slurm.memory_bytes_per_cpu = memory_of(*memory, section.label("memory_per_cpu"));
  }
  slurm.launcher = section.word("launcher", launchers, slurm.launcher);
  slurm.options = read_options(section);
  if (auto const site = read_word(section, "template"); !site.empty()) {
    slurm.batch_template = job_file.parent_path() / site;
  }
  return slurm;
}

} // namespace rankfold::job
