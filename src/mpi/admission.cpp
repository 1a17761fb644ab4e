#include "mpi/admission.hpp"

#include "mpi/scope_state.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace rankfold::mpi {
namespace {

struct NodeCount {
  std::int64_t most = 0, workers = 0;
};

std::int64_t capacity(NodeSize const& node, std::span<job::ResourceSpec const> jobs) {
  auto most = std::numeric_limits<std::int64_t>::max();
  for (auto const& resources : jobs) most = std::min(most, roles::trials_at_once(resources, node));
  return most;
}

} // namespace

Admission admit_workers(std::span<Member const> roster, std::span<job::ResourceSpec const> jobs) {
  Admission admission;
  std::map<std::string, NodeCount> nodes;
  for (auto const& member : roster.subspan(1)) {
    auto& node = nodes[member.use.host];
    node.most = capacity(member.node, jobs);
    admission.may_work.push_back(node.workers++ < node.most);
  }
  for (auto const& [host, node] : nodes) {
    if (node.workers <= node.most) continue;
    admission.notes.push_back(
        fmt::format("node {} can run {} trials at once by [resources]: {} of its {} workers get no folds", host,
                    node.most, node.workers - node.most, node.workers));
  }
  return admission;
}

Admission admit_workers(Scope const& scope, std::span<job::ResourceSpec const> jobs) {
  return admit_workers(scope.state().roster, jobs);
}

std::vector<NodeSize> nodes_of_workers(Scope const& scope) {
  std::vector<NodeSize> nodes;
  for (auto const& member : scope.state().roster) nodes.push_back(member.node);
  nodes.erase(nodes.begin()); // rank 0's, which may be another machine
  return nodes;
}

roles::NodePlace place_on_node(Scope const& scope) {
  auto const& state = scope.state();
  if (state.joined_late) return {0, std::numeric_limits<std::int32_t>::max()};
  roles::NodePlace place{0, 0};
  auto const& self = state.roster[static_cast<std::size_t>(state.rank)];
  for (std::size_t rank = 1; rank < state.roster.size(); ++rank) {
    if (state.roster[rank].use.host != self.use.host) continue;
    ++place.workers;
    if (static_cast<int>(rank) < state.rank) ++place.worker;
  }
  return place;
}

} // namespace rankfold::mpi
