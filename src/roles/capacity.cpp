#include "roles/capacity.hpp"

#include "job/key_place.hpp"
#include "job/quantity.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace rankfold::roles {
namespace {

[[noreturn]] void refuse(job::Job const& job, char const* key, std::string const& wanted, std::string const& there) {
  job::fail(job::place_of_key(job.source, "resources", key),
            "'{}' in [resources] is {}, but no node here has more than {}", key, wanted, there);
}

/// "22.9GiB", rounded down.
std::string rough_memory(std::int64_t bytes) {
  constexpr double gib = 1 << 30;
  return fmt::format("{:.1f}GiB", static_cast<double>(bytes) / gib - 0.05);
}

} // namespace

std::int64_t trials_at_once(job::ResourceSpec const& resources, NodeSize const& node) {
  if (resources.threads > node.cores) return 0;
  auto most = std::numeric_limits<std::int64_t>::max();
  if (resources.memory_bytes > 0) most = std::min(most, node.memory_bytes / resources.memory_bytes);
  if (resources.gpus > 0) most = std::min(most, static_cast<std::int64_t>(node.gpus / resources.gpus));
  return most;
}

void refuse_what_no_node_has(job::Job const& job, std::span<NodeSize const> nodes) {
  auto const& wanted = job.resources;
  if (std::ranges::any_of(nodes, [&](auto const& node) { return trials_at_once(wanted, node) > 0; })) return;
  auto const cores = std::ranges::max_element(nodes, {}, &NodeSize::cores)->cores;
  auto const memory = std::ranges::max_element(nodes, {}, &NodeSize::memory_bytes)->memory_bytes;
  auto const gpus = std::ranges::max_element(nodes, {}, &NodeSize::gpus)->gpus;
  if (wanted.threads > cores) refuse(job, "threads", std::to_string(wanted.threads), fmt::format("{} cores", cores));
  if (wanted.memory_bytes > memory) {
    refuse(job, "memory", job::memory_text(wanted.memory_bytes), rough_memory(memory));
  }
  if (wanted.gpus > gpus) refuse(job, "gpus", std::to_string(wanted.gpus), fmt::format("{} GPUs", gpus));
  job::fail(job::place_of_key(job.source, "resources", "threads"),
            "no node here has all of what [resources] asks for: {} cores, {} of memory and {} GPUs", wanted.threads,
            job::memory_text(wanted.memory_bytes), wanted.gpus);
}

} // namespace rankfold::roles
