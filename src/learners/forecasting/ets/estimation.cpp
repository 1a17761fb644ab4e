#include "learners/forecasting/ets/estimation.hpp"
#include "learners/forecasting/ets/likelihood.hpp"
#include "learners/forecasting/ets/starting_states.hpp"
#include <algorithm>
#include <cmath>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

namespace {

struct Start {
  Candidate candidate;
  double deviance;
};

/// Smoothing parameters to start from, from slow to fast adaptation, with states that fit the pace: `states` gives them
/// for the number of first values that count.
template <class StatesFor> std::vector<Candidate> starting_grid(SearchSpace const& space, StatesFor const& states) {
  Form const form = space.form();
  std::vector<double> const betas = form.has_trend() ? std::vector{0.001, 0.1, 0.9} : std::vector{0.0};
  std::vector<double> const gammas = form.has_season() ? std::vector{0.002, 0.2} : std::vector{0.0};
  std::vector<double> const phis = form.damped ? std::vector{0.85, 0.97} : std::vector{1.0};
  std::vector<Candidate> grid;
  for (double const alpha : {0.0005, 0.02, 0.1, 0.4, 0.9}) {
    States const start = states(static_cast<std::size_t>(2.0 / alpha));
    for (double const beta : betas) {
      for (double const gamma : gammas) {
        for (double const phi : phis) {
          grid.push_back(
              space.candidate(space.coordinates({{alpha, beta * alpha, gamma * (1.0 - alpha), phi}, start})));
        }
      }
    }
  }
  return grid;
}

/// The candidates that can be evaluated, best first.
std::vector<Start> ranked(SearchSpace const& space, std::span<double const> values,
                          std::vector<Candidate> const& grid) {
  std::vector<Start> starts;
  for (std::size_t i = 0; i < grid.size(); i += batch_size) {
    std::array<Candidate, batch_size> batch;
    for (std::size_t k = 0; k < batch_size; ++k) batch[k] = grid[std::min(i + k, grid.size() - 1)];
    auto const found = deviances(space.form(), values, space.period(), batch);
    for (std::size_t k = 0; k < batch_size && i + k < grid.size(); ++k) {
      if (!std::isnan(found[k]) && space.allows(batch[k])) starts.push_back({batch[k], found[k]});
    }
  }
  std::stable_sort(starts.begin(), starts.end(), [](auto const& a, auto const& b) { return a.deviance < b.deviance; });
  return starts;
}

template <class StatesFor> std::optional<Optimum>
minimise_from_grid(SearchSpace const& space, std::span<double const> values, StatesFor const& states) {
  constexpr std::size_t descents = 3;
  auto const starts = ranked(space, values, starting_grid(space, states));
  std::optional<Optimum> best;
  for (std::size_t i = 0; i < std::min(descents, starts.size()); ++i) {
    auto const found = minimise(space, values, starts[i].candidate, {});
    if (!std::isnan(found.deviance) && (!best || found.deviance < best->deviance)) best = found;
  }
  return best && best->deviance < std::numeric_limits<double>::infinity() ? best : std::nullopt;
}

/// The season of a form as the first observations meet it, from the series' own order.
States rotated(States states, int period, std::size_t n) {
  std::rotate(states.season.begin(),
              states.season.begin() + static_cast<std::ptrdiff_t>(n % static_cast<std::size_t>(period)),
              states.season.begin() + period);
  return states;
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

std::optional<Optimum> minimise_with_given_states(SearchSpace const& space, std::span<double const> values,
                                                  States const& states) {
  return minimise_from_grid(space, values, [&](std::size_t) { return states; });
}

std::optional<Model> estimate(Form form, std::span<double const> values, Specification const& specification) {
  int const period = form.has_season() ? specification.season_length : 1;
  Form searched = form;
  if (specification.objective == Objective::squared_error) searched.error = Component::additive;
  SearchSpace const space{searched, period, specification.limits, specification.given, InitialStates::estimated};
  if (space.free_count() + 1 >= static_cast<int>(values.size())) return std::nullopt;
  StartingStates const states{searched, values, period};
  auto const best = minimise_from_grid(space, values, [&](std::size_t window) { return states.from_first(window); });
  if (!best) return std::nullopt;
  return make_model(form, values, period, best->candidate, space.free_count());
}

} // namespace rankfold::learners::forecasting::smoothing
