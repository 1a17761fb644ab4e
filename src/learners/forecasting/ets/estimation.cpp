#include "learners/forecasting/ets/estimation.hpp"
#include "learners/forecasting/ets/likelihood.hpp"
#include "learners/forecasting/ets/starting_states.hpp"
#include <algorithm>
#include <cmath>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// Smoothing parameters to start from: the reference's own start, and a grid from slow to fast adaptation.
std::vector<SmoothingParameters> starting_parameters(Form form, int period) {
  double const slow = 1e-4 + 0.2 * 0.9998 / period;
  std::vector<SmoothingParameters> starts{{slow, 1e-4 + 0.1 * (slow - 1e-4), 0.05, 0.978}};
  std::vector<double> const betas = form.has_trend() ? std::vector{0.01, 0.2} : std::vector{0.0};
  std::vector<double> const gammas = form.has_season() ? std::vector{0.01, 0.3} : std::vector{0.0};
  std::vector<double> const phis = form.damped ? std::vector{0.85, 0.97} : std::vector{1.0};
  for (double const alpha : {0.02, 0.1, 0.4, 0.9}) {
    for (double const beta : betas) {
      for (double const gamma : gammas) {
        for (double const phi : phis) starts.push_back({alpha, beta * alpha, gamma * (1.0 - alpha), phi});
      }
    }
  }
  return starts;
}

struct Start {
  Candidate candidate;
  double deviance;
};

std::vector<Start> ranked_starts(SearchSpace const& space, std::span<double const> values, States const& states) {
  std::vector<Start> starts;
  auto const parameters = starting_parameters(space.form(), space.period());
  for (std::size_t i = 0; i < parameters.size(); i += batch_size) {
    std::array<Candidate, batch_size> batch;
    for (std::size_t k = 0; k < batch_size; ++k) {
      batch[k] = space.candidate(space.coordinates({parameters[std::min(i + k, parameters.size() - 1)], states}));
    }
    auto const found = deviances(space.form(), values, space.period(), batch);
    for (std::size_t k = 0; k < batch_size && i + k < parameters.size(); ++k) {
      if (!std::isnan(found[k]) && space.allows(batch[k])) starts.push_back({batch[k], found[k]});
    }
  }
  std::stable_sort(starts.begin(), starts.end(), [](auto const& a, auto const& b) { return a.deviance < b.deviance; });
  return starts;
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

std::optional<Optimum> minimise_from_grid(SearchSpace const& space, std::span<double const> values,
                                          States const& states) {
  constexpr std::size_t descents = 3;
  auto const starts = ranked_starts(space, values, states);
  std::optional<Optimum> best;
  for (std::size_t i = 0; i < std::min(descents, starts.size()); ++i) {
    auto const found = minimise(space, values, starts[i].candidate, {});
    if (!std::isnan(found.deviance) && (!best || found.deviance < best->deviance)) best = found;
  }
  return best && best->deviance < std::numeric_limits<double>::infinity() ? best : std::nullopt;
}

std::optional<Model> estimate(Form form, std::span<double const> values, Specification const& specification) {
  int const period = form.has_season() ? specification.season_length : 1;
  Form searched = form;
  if (specification.objective == Objective::squared_error) searched.error = Component::additive;
  SearchSpace const space{searched, period, specification.limits, specification.given, InitialStates::estimated};
  if (space.free_count() + 1 >= static_cast<int>(values.size())) return std::nullopt;
  auto const best = minimise_from_grid(space, values, starting_states(searched, values, period));
  if (!best) return std::nullopt;
  return make_model(form, values, period, best->candidate, space.free_count());
}

} // namespace rankfold::learners::forecasting::smoothing
