#include "learners/registry.hpp"

#include "learners/forecasting/forecasters.hpp"
#include "learners/tabular/table_learners.hpp"
#include "learners/trial/sleep.hpp"
#include <algorithm>
#include <array>
#include <span>

namespace rankfold::learners {
namespace {

std::span<TableLearner const* const> table_learners() {
  static std::array const all{&tabular::constant()};
  return all;
}

std::span<StandaloneLearner const* const> standalone_learners() {
  static std::array const all{&trial::sleep()};
  return all;
}

template <class Learner> Learner const* find(std::span<Learner const* const> learners, std::string_view name) {
  auto const found = std::ranges::find_if(learners, [&](auto const* learner) { return learner->info().name == name; });
  return found == learners.end() ? nullptr : *found;
}

job::Catalogue make_catalogue() {
  job::Catalogue all;
  auto const add = [&](auto const& learners) {
    for (auto const* learner : learners) all.push_back(learner->info());
  };
  add(forecasting::all_forecasters());
  add(table_learners());
  add(standalone_learners());
  return all;
}

} // namespace

job::Catalogue const& catalogue() {
  static job::Catalogue const all = make_catalogue();
  return all;
}

Forecaster const* find_forecaster(std::string_view name) { return find(forecasting::all_forecasters(), name); }
TableLearner const* find_table_learner(std::string_view name) { return find(table_learners(), name); }
StandaloneLearner const* find_standalone_learner(std::string_view name) { return find(standalone_learners(), name); }

Parameters with_defaults(job::LearnerInfo const& learner, Parameters given) {
  for (auto const& hyperparameter : learner.hyperparameters) {
    if (!hyperparameter.required) given.try_emplace(hyperparameter.name, hyperparameter.default_value);
  }
  return given;
}

} // namespace rankfold::learners
