#include "job/quantity.hpp"
#include "job/sections.hpp"
#include "job/words.hpp"

namespace rankfold::job {
namespace {

using Isolation = ResourceSpec::Isolation;

constexpr double least_rank_timeout_seconds = 2;
constexpr std::int64_t most_of_a_kind = 100'000; ///< threads, GPUs, retries

/// Time and memory can only be held to in a process that may be ended.
Isolation read_isolation(Section const& section, ResourceSpec const& resources) {
  bool const is_limited = resources.timeout_seconds > 0 || resources.memory_bytes > 0;
  auto const* node = section.find("isolation");
  if (!node) return is_limited ? Isolation::process : Isolation::none;
  auto const isolation = section.word_of(*node, "isolation", isolations);
  if (isolation == Isolation::none && is_limited) {
    fail(node->place,
         "isolation = \"none\" in [resources] cannot hold a fold to its 'timeout' or 'memory': leave it out, or say "
         "\"process\"");
  }
  return isolation;
}

int read_count(Section const& section, std::string_view key, std::int64_t fallback, std::int64_t minimum) {
  return static_cast<int>(section.integer(key, fallback, minimum, most_of_a_kind));
}

void refuse_several_ranks(Section const& section) {
  if (section.integer("ranks", 1, 1, most_of_a_kind) == 1) return;
  fail(section.find("ranks")->place,
       "'ranks' in [resources] must be 1: none of the learners here can spread a trial over several ranks");
}

} // namespace

ResourceSpec read_resources_section(SectionNode const& node) {
  Section const section{node.entries,
                        node.place,
                        "[resources]",
                        {"schedule", "threads", "memory", "gpus", "ranks", "timeout", "retries", "isolation",
                         "on_failure", "max_failures", "rank_timeout"}};
  ResourceSpec resources;
  resources.schedule = section.word("schedule", schedules, resources.schedule);
  resources.threads = read_count(section, "threads", resources.threads, 1);
  resources.gpus = read_count(section, "gpus", resources.gpus, 0);
  refuse_several_ranks(section);
  if (auto const* memory = section.find("memory")) {
    resources.memory_bytes = memory_of(*memory, section.label("memory"));
  }
  if (auto const* timeout = section.find("timeout")) {
    resources.timeout_seconds = duration_of(*timeout, section.label("timeout"));
  }
  resources.retries = read_count(section, "retries", resources.retries, 0);
  resources.isolation = read_isolation(section, resources);
  resources.on_failure = section.word("on_failure", failure_reactions, resources.on_failure);
  resources.max_failures = section.integer("max_failures", resources.max_failures, 0);
  if (auto const* timeout = section.find("rank_timeout")) {
    resources.rank_timeout_seconds = duration_of(*timeout, section.label("rank_timeout"));
    if (resources.rank_timeout_seconds < least_rank_timeout_seconds) {
      fail(timeout->place,
           "'rank_timeout' in [resources] must be at least 2s: ranks say every second that they are there");
    }
  }
  return resources;
}

} // namespace rankfold::job
