#include "mpi/cost_book.hpp"

#include <algorithm>

namespace rankfold::mpi {
namespace {

constexpr int memory = 32; ///< folds after which an observation has lost most of its weight

} // namespace

void CostBook::Mean::add(double seconds) {
  count = std::min(count + 1, memory);
  mean = count == 1 ? seconds : mean + (seconds - mean) / count;
}

std::size_t CostBook::find_or_add(std::vector<KnownLearner>& learners, std::string const& name) {
  auto const found = std::ranges::find(learners, name, &KnownLearner::name);
  auto const index = static_cast<std::size_t>(found - learners.begin());
  if (found == learners.end()) learners.push_back({name, {}, {}});
  return index;
}

void CostBook::learn(JobId job, std::span<Configuration const> configurations) {
  if (jobs_.size() <= job.index()) jobs_.resize(job.index() + 1);
  auto& known = jobs_[job.index()];
  for (auto const& configuration : configurations) {
    known.learner_of.push_back(find_or_add(known.learners, configuration.learner));
  }
}

template <class Jobs> auto& CostBook::mean_of(Jobs& jobs, roles::FoldRequest const& request) {
  auto& job = jobs.at(request.job.index());
  auto& learner = job.learners[job.learner_of.at(request.configuration.index())];
  return request.fold == roles::FoldRequest::refit ? learner.refit_seconds : learner.seconds;
}

double CostBook::seconds(roles::FoldRequest const& request) const { return mean_of(jobs_, request).mean; }

void CostBook::observe(roles::FoldRequest const& request, double seconds) {
  mean_of(jobs_, request).add(seconds);
  typical_.add(seconds);
}

} // namespace rankfold::mpi
