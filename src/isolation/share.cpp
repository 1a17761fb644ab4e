#include "isolation/share.hpp"

#include <algorithm>
#include <sched.h>

namespace rankfold::isolation {
namespace {

/// The `count` items of a worker's turn; nothing where there are not enough.
template <class Item> std::vector<Item> turn(std::vector<Item> const& items, std::size_t count, std::size_t worker) {
  auto const turns = items.size() / count;
  if (turns == 0) return {};
  auto const first = items.begin() + static_cast<std::ptrdiff_t>(worker % turns * count);
  return {first, first + static_cast<std::ptrdiff_t>(count)};
}

} // namespace

Share share_of(Machine const& machine, job::ResourceSpec const& resources, roles::NodePlace place) {
  Share share{.threads = resources.threads};
  auto const worker = static_cast<std::size_t>(place.worker), workers = static_cast<std::size_t>(place.workers);
  auto const threads = static_cast<std::size_t>(resources.threads);
  auto const cores = machine.cores.size();
  bool const all_in_use = workers >= cores / threads && workers <= cores;
  if (all_in_use) share.cores = turn(machine.cores, threads, worker);
  if (resources.gpus > 0) share.gpus = turn(machine.gpus, static_cast<std::size_t>(resources.gpus), worker);
  return share;
}

void stay_on(std::vector<int> const& cores) {
  if (cores.empty()) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  for (auto const core : cores) CPU_SET(static_cast<std::size_t>(core), &set);
  ::sched_setaffinity(0, sizeof set, &set); // where it is refused, folds run on any core
}

} // namespace rankfold::isolation
