#include "report/receipt.hpp"

#include "report/progress.hpp"
#include "support/clock.hpp"
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

/// How long the rank was there of the run's last `wall_seconds`.
double present_seconds(roles::RankUse const& rank, double wall_seconds) {
  double const now = rankfold::wall_seconds();
  double const begun = std::max(rank.joined, now - wall_seconds);
  return std::clamp((rank.left > 0 ? rank.left : now) - begun, 0.0, wall_seconds);
}

std::vector<Use> busy_shares(std::span<roles::RankUse const> ranks, double wall_seconds) {
  std::vector<Use> uses;
  for (auto const& rank : ranks) {
    double const present = present_seconds(rank, wall_seconds);
    if (rank.folds > 0 || rank.rank > 0 || ranks.size() == 1) {
      uses.push_back({&rank, present > 0 ? rank.busy_seconds / present : 0.0});
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

/// Nothing where folds do not form chains, or there are enough for all workers.
std::string chains_line(std::int64_t chains, std::int64_t folds, std::int64_t workers) {
  if (chains >= folds || chains >= workers) return {};
  return fmt::format(
      "  chains   {} chain{} of folds for {} workers: chain = 1 in [validation] makes {} pieces of work\n", chains,
      chains == 1 ? "" : "s", workers, folds);
}

} // namespace

std::string receipt(roles::Progress const& progress, std::span<roles::RankUse const> ranks, double wall_seconds,
                    std::int64_t chains) {
  auto const lost = std::ranges::count_if(ranks, [](auto const& rank) { return rank.left > 0; });
  auto const there = static_cast<std::int64_t>(ranks.size()) - lost;
  std::string text =
      fmt::format("{} folds ({} failed) of {} tasks in {} ({:.2f} s): {:.1f} folds/s on {} {}\n", progress.folds_done,
                  progress.folds_failed, progress.tasks, clock_text(wall_seconds), wall_seconds,
                  wall_seconds > 0 ? static_cast<double>(progress.folds_done) / wall_seconds : 0.0, there,
                  ranks.size() == 1 ? "rank" : "ranks (rank 0 coordinates)");
  if (lost > 0) text += fmt::format("  {} more {} lost\n", lost, lost == 1 ? "was" : "were");
  auto const uses = busy_shares(ranks, wall_seconds);
  if (uses.empty()) return text;
  text += mean_line(uses);
  text += chains_line(chains, progress.folds, std::ssize(uses));
  if (uses.size() > ranks_listed) return text;
  for (auto const& use : uses) {
    text += fmt::format("  rank {:<3} {}  busy {:5.1f} %  {} folds\n", use.rank->rank, use.rank->host, 100 * use.share,
                        use.rank->folds);
  }
  return text;
}

} // namespace rankfold::report
