#include "learners/forecasting/ets/reference_search.hpp"
#include "learners/forecasting/ets/estimator.hpp"
#include "learners/forecasting/ets/likelihood.hpp"
#include "learners/forecasting/ets/simplex.hpp"
#include "learners/forecasting/ets/starting_states.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// A candidate as the simplex sees it: the smoothing parameters that the form has, level, growth, and the seasons from
/// the one used last to the one used second; the one used first follows from the others.
std::vector<double> packed(Form form, int period, Candidate const& candidate) {
  auto const& [smoothing, states] = candidate;
  std::vector<double> point{smoothing.alpha};
  if (form.has_trend()) point.push_back(smoothing.beta);
  if (form.has_season()) point.push_back(smoothing.gamma);
  if (form.damped) point.push_back(smoothing.phi);
  point.push_back(states.level);
  if (form.has_trend()) point.push_back(states.growth);
  if (form.has_season()) {
    for (auto j = static_cast<std::size_t>(period) - 1; j > 0; --j) point.push_back(states.season[j]);
  }
  return point;
}

Candidate unpacked(Form form, int period, std::vector<double> const& point) {
  Candidate candidate;
  auto& [smoothing, states] = candidate;
  std::size_t i = 0;
  smoothing.alpha = point[i++];
  if (form.has_trend()) smoothing.beta = point[i++];
  if (form.has_season()) smoothing.gamma = point[i++];
  if (form.damped) smoothing.phi = point[i++];
  states.level = point[i++];
  if (form.has_trend()) states.growth = point[i++];
  if (form.has_season()) {
    double sum = 0.0;
    for (auto j = static_cast<std::size_t>(period) - 1; j > 0; --j) sum += states.season[j] = point[i++];
    states.season[0] = (form.season == Component::multiplicative ? period : 0.0) - sum;
  }
  return candidate;
}

SmoothingParameters reference_start(Form form, int period, Limits const& limits) {
  auto const& [lower, upper, unused] = limits;
  SmoothingParameters start;
  start.alpha = lower.alpha + 0.2 * (upper.alpha - lower.alpha) / period;
  if (form.has_trend()) start.beta = lower.beta + 0.1 * (std::min(upper.beta, start.alpha) - lower.beta);
  if (form.has_season()) start.gamma = lower.gamma + 0.05 * (std::min(upper.gamma, 1.0 - start.alpha) - lower.gamma);
  if (form.damped) start.phi = lower.phi + 0.99 * (upper.phi - lower.phi);
  return start;
}

bool has_negative_factor(Form form, int period, States const& states) {
  return form.season == Component::multiplicative &&
         std::any_of(states.season.begin(), states.season.begin() + period, [](double s) { return s < 0.0; });
}

} // namespace

Model fit_by_simplex(Form form, std::span<double const> values, Specification const& wanted) {
  int const period = form.has_season() ? wanted.season_length : 1;
  auto const start = packed(
      form, period, {reference_start(form, period, wanted.limits), StartingStates{form, values, period}.from_first(0)});
  if (start.size() + 1 >= values.size())
    throw FitError{fmt::format("no model can be fitted to {} values", values.size())};
  // The error component does not matter to the squared one-step errors, and sums need no logarithms.
  Form const additive{Component::additive, form.trend, form.season, form.damped};
  auto const mean_square = [&](std::vector<double> const& point) {
    auto const candidate = unpacked(form, period, point);
    bool const allowed = is_allowed(form, period, candidate.smoothing, wanted.limits) &&
                         !has_negative_factor(form, period, candidate.states);
    if (!allowed) return std::numeric_limits<double>::infinity();
    return filter(additive, values, period, candidate).sum_of_squares / static_cast<double>(values.size());
  };
  constexpr SimplexOptions options{1.4901161193847656e-8, 2000}; // the square root of the machine's precision
  auto const best = minimise_by_simplex(mean_square, start, options);
  if (!std::isfinite(mean_square(best)))
    throw FitError{"the squared errors cannot be evaluated where the search starts"};
  return make_model(form, values, period, unpacked(form, period, best), static_cast<int>(start.size()));
}

} // namespace rankfold::learners::forecasting::smoothing
