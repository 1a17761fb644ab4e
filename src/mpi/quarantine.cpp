#include "mpi/quarantine.hpp"

namespace rankfold::mpi {

void Quarantine::blame(roles::FoldRequest const& request) { ++deaths_[{request.job, request.configuration}]; }

void Quarantine::absolve(roles::FoldRequest const& request) {
  if (!deaths_.empty() && !holds(request)) deaths_.erase({request.job, request.configuration});
}

void Quarantine::release(JobId job) {
  std::erase_if(deaths_, [&](auto const& entry) { return entry.first.first == job; });
}

bool Quarantine::holds(roles::FoldRequest const& request) const {
  if (deaths_.empty()) return false;
  auto const found = deaths_.find({request.job, request.configuration});
  return found != deaths_.end() && found->second >= deadly;
}

} // namespace rankfold::mpi
