#include "job/catalogue.hpp"

#include <algorithm>

namespace rankfold::job {

HyperparameterInfo const* LearnerInfo::find(std::string_view hyperparameter) const {
  auto const found = std::ranges::find(hyperparameters, hyperparameter, &HyperparameterInfo::name);
  return found == hyperparameters.end() ? nullptr : &*found;
}

bool LearnerInfo::serves(DataKind kind) const { return std::ranges::find(kinds, kind) != kinds.end(); }

LearnerInfo const* find_learner(Catalogue const& catalogue, std::string_view name) {
  auto const found = std::ranges::find(catalogue, name, &LearnerInfo::name);
  return found == catalogue.end() ? nullptr : &*found;
}

} // namespace rankfold::job
