#include "mpi/configuration_ledger.hpp"

namespace rankfold::mpi {

void ConfigurationLedger::learn(JobId job, std::span<Configuration const> configurations) {
  if (configurations_.size() <= job.index()) configurations_.resize(job.index() + 1);
  auto& all = configurations_[job.index()];
  all.insert(all.end(), configurations.begin(), configurations.end());
}

std::vector<Lesson> ConfigurationLedger::teach(std::size_t worker, std::span<roles::FoldRequest const> requests) {
  std::vector<Lesson> lessons;
  auto& known = known_[worker];
  known.resize(configurations_.size());
  for (auto const& request : requests) {
    auto const& all = configurations_.at(request.job.index());
    expects(request.configuration.index() < all.size(), "a fold's configuration was made known before the fold");
    auto& count = known[request.job.index()];
    if (request.configuration.index() < count) continue;
    lessons.push_back({request.job, {all.begin() + static_cast<std::ptrdiff_t>(count), all.end()}});
    count = all.size();
  }
  return lessons;
}

} // namespace rankfold::mpi
