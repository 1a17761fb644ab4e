#include "roles/fair_share.hpp"

#include <algorithm>

namespace rankfold::roles {

double FairShare::start(JobId job, double seconds) const {
  auto const found = jobs_.find(job);
  auto const account = found == jobs_.end() ? Account{} : found->second;
  return std::max(account.time, now_) + seconds / account.weight;
}

void FairShare::begin(JobId job, double seconds) {
  auto& account = jobs_[job];
  now_ = std::max(now_, account.time);
  account.time = now_ + seconds / account.weight;
}

} // namespace rankfold::roles
