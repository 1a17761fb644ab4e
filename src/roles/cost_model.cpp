#include "roles/cost_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace rankfold::roles {
namespace {

constexpr int memory = 32;                       ///< folds after which an observation has lost most of its weight
constexpr int most_features = 16;                ///< of a learner: the cost of learning grows with the square
constexpr double shortest = 1e-9, longest = 1e9; ///< seconds

/// Index of a feature that every fold has: the size of the part that it is trained on.
constexpr int size_feature = 1;

/// A fold's features: those of its configuration, and the size.
class FoldFeatures {
public:
  FoldFeatures(std::span<Feature const> of_configuration, double training_points) {
    std::ranges::copy(of_configuration, items_.begin());
    count_ = of_configuration.size();
    if (training_points > 1) items_[count_++] = {size_feature, std::log(training_points)};
  }
  operator std::span<Feature const>() const { return std::span{items_}.first(count_); }

private:
  std::array<Feature, most_features + 1> items_;
  std::size_t count_ = 0;
};

/// The feature's name and value; a number counts by its size, as costs go with powers of it.
std::pair<std::string, double> feature_of(std::string const& name, Value const& value) {
  if (!value.is_number()) return {name + '=' + to_text(value), 1};
  return {name, std::log(std::max(value.as_real(), shortest))};
}

} // namespace

std::size_t CostModel::find_or_add(std::vector<KnownLearner>& learners, std::string const& name) {
  auto const found = std::ranges::find(learners, name, &KnownLearner::name);
  auto const index = static_cast<std::size_t>(found - learners.begin());
  if (found == learners.end()) learners.push_back({name, {}, {}, {}, {}});
  return index;
}

void CostModel::add_features(KnownLearner& learner, Parameters const& parameters, std::vector<Feature>& features) {
  for (auto const& [name, value] : parameters) {
    auto const [feature, number] = feature_of(name, value);
    auto found = learner.features.find(feature);
    if (found == learner.features.end()) {
      if (learner.features.size() >= most_features) continue;
      found = learner.features.emplace(feature, size_feature + 1 + static_cast<int>(learner.features.size())).first;
    }
    features.push_back({found->second, number});
  }
}

void CostModel::learn(JobId job, std::span<Configuration const> configurations) {
  if (jobs_.size() <= job.index()) jobs_.resize(job.index() + 1);
  auto& known = jobs_[job.index()];
  for (auto const& configuration : configurations) {
    auto const learner = find_or_add(known.learners, configuration.learner);
    auto const first = known.features.size();
    add_features(known.learners[learner], configuration.parameters, known.features);
    known.configurations.push_back({learner, first, known.features.size()});
  }
}

void CostModel::release(JobId job) {
  if (job.index() < jobs_.size()) jobs_[job.index()] = {};
}

std::span<Feature const> CostModel::features_of(KnownJob const& job, FoldRequest const& request) {
  auto const& configuration = job.configurations.at(request.configuration.index());
  return std::span{job.features}.subspan(configuration.first, configuration.last - configuration.first);
}

template <class Job> auto& CostModel::regression_of(Job& job, FoldRequest const& request) {
  auto& learner = job.learners[job.configurations.at(request.configuration.index()).learner];
  if (request.is_refit()) return learner.refits;
  return request.before > 0 ? learner.warm_folds : learner.folds;
}

std::optional<double> CostModel::predict(FoldRequest const& request) const {
  auto const& job = jobs_.at(request.job.index());
  auto const& regression = regression_of(job, request);
  if (regression.count() == 0) return {};
  return std::clamp(std::exp(regression.predict(FoldFeatures{features_of(job, request), request.training_points})),
                    shortest, longest);
}

void CostModel::observe(FoldRequest const& request, double seconds) {
  auto& job = jobs_.at(request.job.index());
  regression_of(job, request)
      .observe(FoldFeatures{features_of(job, request), request.training_points},
               std::log(std::clamp(seconds, shortest, longest)));
  observed_ = std::min(observed_ + 1, memory);
  typical_ += (seconds - typical_) / observed_;
}

} // namespace rankfold::roles
