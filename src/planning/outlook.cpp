#include "planning/outlook.hpp"

#include "planning/simulated_dispatcher.hpp"
#include "roles/proxy.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <limits>

namespace rankfold::planning {
namespace {

/// @name What ranks take, bytes, see docs/benchmarks.md
/// @{
constexpr std::int64_t of_worker = 10 << 20, of_coordinator = 20 << 20, of_fold = 900, of_fold_server = 1 << 20;
/// @}

class NoStore final : public roles::ResultStore {
public:
  void add_configurations(std::span<Configuration const>) override {}
  void put(roles::TaskRecord const&) override {}
  void put(roles::TrialRecord const&) override {}
  void put(roles::FoldResult const&) override {}
  void put_model(roles::FoldResult const&) override {}
  void put(std::span<roles::RankUse const>) override {}
  void add(roles::Event const&) override {}
  void flush() override {}
  void finish(State) override {}
};

class NoObserver final : public roles::ProgressObserver {
public:
  void update(roles::Progress const&) override {}
};

/// Of the first node, where the coordinator is.
std::int64_t node_bytes(roles::PreparedJob const& job, Allocation allocation) {
  auto const& resources = job.context.job.resources;
  bool const isolated = resources.isolation == job::ResourceSpec::Isolation::process;
  auto const data = static_cast<std::int64_t>(job.plan.data_bytes) * (isolated ? 2 : 1);
  auto const a_worker = of_worker + resources.memory_bytes + (isolated ? of_fold_server : 0);
  return data + of_coordinator + of_fold * job.plan.folds() + a_worker * (allocation.ranks_per_node - 1);
}

double core_hours(job::Job const& job, Allocation allocation, double seconds) {
  auto const cores = job.slurm.cpus_per_task > 0 ? job.slurm.cpus_per_task : job.resources.threads;
  return allocation.ranks() * cores * seconds / 3600;
}

/// Folds that all nodes together can run without waiting for cores, of which rank 0 needs next to none.
double at_full_speed(job::ResourceSpec const& resources, Allocation allocation, int cores) {
  if (cores == 0) return std::numeric_limits<double>::infinity();
  return static_cast<double>(cores) * allocation.nodes / resources.threads;
}

} // namespace

Allocation allocation_for(int ranks, int most_on_a_node) {
  int const nodes = (ranks + most_on_a_node - 1) / most_on_a_node;
  return {nodes, (ranks + nodes - 1) / nodes};
}

double Outlook::utilisation() const { return busy_seconds / (makespan_seconds * (allocation.ranks() - 1)); }

Outlook foresee(roles::PreparedJob const& job, FoldCosts const& costs, Allocation allocation, int cores) {
  expects(allocation.ranks() > 1, "rank 0 coordinates, the others work");
  SimulatedDispatcher::Settings settings;
  settings.workers = static_cast<std::size_t>(allocation.ranks() - 1);
  settings.longest_chain = static_cast<std::size_t>(roles::chains_of(job.plan, job.context.job.validation).longest);
  settings.delays.at_full_speed = at_full_speed(job.context.job.resources, allocation, cores);
  SimulatedDispatcher dispatcher{settings, [&](roles::FoldRequest const& request) { return costs.run(request); }};
  NoStore store;
  NoObserver observer;
  roles::Proxy proxy{dispatcher, observer, [] { return false; }};
  proxy.admit(job.context, job.plan, store);
  proxy.run();
  Outlook outlook{allocation, dispatcher.now()};
  for (auto const& rank : dispatcher.ranks()) outlook.busy_seconds += rank.busy_seconds;
  outlook.coordinator_seconds = dispatcher.coordinator_seconds();
  outlook.core_hours = core_hours(job.context.job, allocation, outlook.makespan_seconds);
  outlook.node_bytes = node_bytes(job, allocation);
  return outlook;
}

Outlook const& recommend(std::span<Outlook const> outlooks) {
  Outlook const* best = &*std::ranges::max_element(outlooks, {}, &Outlook::utilisation);
  for (auto const& outlook : outlooks) {
    bool const is_used = outlook.utilisation() >= least_utilisation;
    if (is_used && outlook.makespan_seconds < best->makespan_seconds) best = &outlook;
  }
  return *best;
}

} // namespace rankfold::planning
