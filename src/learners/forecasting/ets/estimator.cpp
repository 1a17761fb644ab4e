#include "learners/forecasting/ets/estimator.hpp"
#include "learners/forecasting/ets/across_bounds.hpp"
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

Form searched_form(Form form, Specification const& specification) {
  if (specification.objective == Objective::squared_error) form.error = Component::additive;
  return form;
}

SearchSpace space_of(Form form, Specification const& specification) {
  int const period = form.has_season() ? specification.season_length : 1;
  return {form, period, specification.limits, specification.given, InitialStates::estimated};
}

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

std::vector<Optimum> const& Estimator::minima(Form form) {
  auto& found = found_[index_of(form)];
  if (!found) found = search(form);
  return *found;
}

std::vector<Candidate> Estimator::relatives(Form form) {
  std::vector<Candidate> result;
  auto const add = [&](Form relative) {
    auto const& found = found_[index_of(relative)];
    if (found && !found->empty()) result.push_back(adapted(lowest(*found).candidate, relative, form));
  };
  if (auto const simpler = without_last_of_trend(form); simpler && !minima(*simpler).empty()) add(*simpler);
  if (form.relative_errors()) add({Component::additive, form.trend, form.season, form.damped});
  if (form.season == Component::multiplicative) add({form.error, form.trend, Component::additive, form.damped});
  return result;
}

std::vector<Candidate> Estimator::from_grid(SearchSpace const& space, std::size_t n_relatives) const {
  constexpr std::size_t enough = 500; // to tell good starts from bad ones
  StartingStates const states{space.form(), values_, space.period()};
  std::size_t const few = is_long() ? 1 : 2; // relatives have found most of the minima
  return best_of_grid(space, values_.first(std::min(values_.size(), enough)), states, n_relatives < 2 ? 2 * few : few);
}

std::vector<Optimum> Estimator::search(Form form) {
  auto const space = space_of(form, specification_);
  if (space.is_empty() || space.free_count() + 1 >= static_cast<int>(values_.size())) return {};
  std::vector<Optimum> minima;
  auto const starts = relatives(form);
  add_minima(minima, starts, space, values_);
  add_minima(minima, from_grid(space, starts.size()), space, values_);
  if (!is_long() && !minima.empty()) {
    auto const best = lowest(minima).candidate;
    add_minima(minima, off_bounds(space, best, values_.size()), space, values_);
    add_minima(minima, onto_bounds(space, best), space, values_);
  }
  return minima;
}

} // namespace rankfold::learners::forecasting::smoothing
