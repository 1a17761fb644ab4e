#include "learners/forecasting/ets/estimator.hpp"
#include "learners/forecasting/ets/likelihood.hpp"
#include "learners/forecasting/ets/starting_grid.hpp"
#include <algorithm>
#include <cmath>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// The states as the observation after the n-th meets them: season[0] is due next.
States rotated(States states, int period, std::size_t n) {
  auto const begin = states.season.begin();
  std::rotate(begin, begin + static_cast<std::ptrdiff_t>(n % static_cast<std::size_t>(period)), begin + period);
  return states;
}

/// A relative's candidate as one of `form`, which has all that the relative has.
Candidate adapted(Candidate candidate, Form from, Form to) {
  auto& [smoothing, states] = candidate;
  if (!from.has_trend() && to.has_trend()) {
    smoothing.beta = 0.0; // the least the bounds allow
    states.growth = to.trend == Component::additive ? 0.0 : 1.0;
  }
  if (!from.damped && to.damped) smoothing.phi = 0.97;
  if (from.season == Component::additive && to.season == Component::multiplicative) {
    for (double& s : states.season) s = std::max(1e-2, 1.0 + s / states.level);
  }
  return candidate;
}

std::optional<Form> without_last_of_trend(Form form) {
  if (!form.has_trend()) return std::nullopt;
  if (form.damped) {
    form.damped = false;
  } else {
    form.trend = Component::none;
  }
  return form;
}

} // namespace

Model make_model(Form form, std::span<double const> values, int period, Candidate const& candidate, int n_estimated) {
  auto const filtered = filter(form, values, period, candidate);
  Model model;
  model.form = form;
  model.period = form.has_season() ? period : 1;
  model.smoothing = candidate.smoothing;
  model.initial = candidate.states;
  model.last = rotated(filtered.states, model.period, values.size());
  model.n_used = static_cast<int>(values.size());
  model.n_estimated = n_estimated;
  model.sum_of_squares = filtered.sum_of_squares;
  model.mse = filtered.absolute_squares / static_cast<double>(values.size());
  model.loglik = -0.5 * filtered.deviance(values.size());
  return model;
}

std::optional<Model> Estimator::estimate(Form form) {
  Form searched = form;
  if (specification_.objective == Objective::squared_error) searched.error = Component::additive;
  auto const& best = optimum(searched);
  if (!best) return std::nullopt;
  SearchSpace const space{form, period_of(form), specification_.limits, specification_.given, InitialStates::estimated};
  return make_model(form, values_, period_of(form), best->candidate, space.free_count());
}

std::optional<Optimum> const& Estimator::optimum(Form form) {
  std::size_t const i = index_of(form);
  if (!searched_[i]) found_[i] = search(form);
  searched_[i] = true;
  return found_[i];
}

std::vector<Candidate> Estimator::relatives(Form form) {
  std::vector<Candidate> result;
  auto const add = [&](Form relative) {
    if (auto const& found = found_[index_of(relative)]) result.push_back(adapted(found->candidate, relative, form));
  };
  if (auto const simpler = without_last_of_trend(form); simpler && optimum(*simpler)) add(*simpler);
  if (form.relative_errors()) add({Component::additive, form.trend, form.season, form.damped});
  if (form.season == Component::multiplicative) add({form.error, form.trend, Component::additive, form.damped});
  return result;
}

std::optional<Optimum> Estimator::search(Form form) {
  int const period = period_of(form);
  SearchSpace const space{form, period, specification_.limits, specification_.given, InitialStates::estimated};
  if (space.is_empty() || space.free_count() + 1 >= static_cast<int>(values_.size())) return std::nullopt;
  auto starts = relatives(form);
  StartingStates const states{form, values_, period};
  bool const follows_simpler = form.has_trend() && !starts.empty();
  // The longer the series, the dearer a descent and the fewer the minima; and relatives found most of them before.
  std::size_t const from_grid = values_.size() < 1000 ? 3 : starts.size() < 2 ? 2 : 1;
  for (auto const& start :
       best_of_grid(space, values_, states, follows_simpler ? &starts.front() : nullptr, from_grid)) {
    starts.push_back(start);
  }
  std::optional<Optimum> best;
  for (auto const& start : starts) {
    Effort effort;
    if (best) effort.rival = best->deviance;
    auto const found = minimise(space, values_, start, effort);
    bool const usable = found.deviance < std::numeric_limits<double>::infinity();
    if (usable && (!best || found.deviance < best->deviance)) best = found;
  }
  return best;
}

} // namespace rankfold::learners::forecasting::smoothing
