#include "job/domain_order.hpp"

#include <algorithm>

namespace rankfold::job {

std::vector<std::size_t> parents_first(std::vector<Domain> const& domains) {
  std::vector<std::size_t> order;
  std::vector<bool> placed(domains.size());
  auto const is_placed = [&](Condition const& condition) {
    auto const parent = std::ranges::find(domains, condition.hyperparameter, &Domain::hyperparameter);
    return parent == domains.end() || placed[static_cast<std::size_t>(parent - domains.begin())];
  };
  for (std::size_t i = 0; i < domains.size();) {
    if (placed[i] || !std::ranges::all_of(domains[i].when, is_placed)) {
      ++i;
      continue;
    }
    placed[i] = true;
    order.push_back(i);
    i = 0; // an earlier one may have waited for it
  }
  return order;
}

} // namespace rankfold::job
