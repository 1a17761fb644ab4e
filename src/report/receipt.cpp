#include "report/receipt.hpp"

#include "report/progress.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace rankfold::report {
namespace {

constexpr std::size_t ranks_listed = 8; ///< with more, the receipt tells of the spread only

struct Use {
  roles::RankUse const* rank;
  double share;
};

std::vector<Use> busy_shares(std::span<roles::RankUse const> ranks, double wall_seconds) {
  std::vector<Use> uses;
  for (auto const& rank : ranks) {
    if (rank.folds > 0 || rank.rank > 0 || ranks.size() == 1) {
      uses.push_back({&rank, wall_seconds > 0 ? rank.busy_seconds / wall_seconds : 0.0});
    }
  }
  return uses;
}

std::string mean_line(std::vector<Use> const& uses) {
  double sum = 0;
  for (auto const& use : uses) sum += use.share;
  auto const [least, most] = std::ranges::minmax(uses, {}, &Use::share);
  return fmt::format("  workers  {} busy {:.1f} % of the time (least {:.1f} %, most {:.1f} %)\n", uses.size(),
                     100 * sum / static_cast<double>(uses.size()), 100 * least.share, 100 * most.share);
}

} // namespace

std::string receipt(roles::Progress const& progress, std::span<roles::RankUse const> ranks, double wall_seconds) {
  std::string text =
      fmt::format("{} folds ({} failed) of {} tasks in {} ({:.2f} s): {:.1f} folds/s on {} {}\n", progress.folds_done,
                  progress.folds_failed, progress.tasks, clock_text(wall_seconds), wall_seconds,
                  wall_seconds > 0 ? static_cast<double>(progress.folds_done) / wall_seconds : 0.0, ranks.size(),
                  ranks.size() == 1 ? "rank" : "ranks (rank 0 coordinates)");
  auto const uses = busy_shares(ranks, wall_seconds);
  if (uses.empty()) return text;
  text += mean_line(uses);
  if (uses.size() > ranks_listed) return text;
  for (auto const& use : uses) {
    text += fmt::format("  rank {:<3} {}  busy {:5.1f} %  {} folds\n", use.rank->rank, use.rank->host, 100 * use.share,
                        use.rank->folds);
  }
  return text;
}

} // namespace rankfold::report
