#include "learners/forecasting/ets/short_series.hpp"
#include "learners/forecasting/ets/estimator.hpp"
#include "learners/forecasting/ets/starting_states.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting::smoothing {

namespace {

bool is_asked_for(std::optional<Component> component) { return component && *component != Component::none; }

/// From slow and from fast adaptation.
std::vector<Candidate> starts_from(States const& states) {
  std::vector<Candidate> starts;
  for (double const alpha : {0.1, 0.5, 0.9}) {
    for (double const share : {0.05, 0.5}) {
      starts.push_back({{alpha, share * alpha, share * (1.0 - alpha), 1.0}, states});
    }
  }
  return starts;
}

std::optional<Model> smooth(Form form, std::span<double const> values, Specification const& wanted) {
  int const period = form.has_season() ? wanted.season_length : 1;
  bool const positive = std::all_of(values.begin(), values.end(), [](double v) { return v > 0.0; });
  bool const has_products = form.trend == Component::multiplicative || form.season == Component::multiplicative;
  auto const states = classical_states(form, values, period);
  if (!states || (has_products && !positive)) return std::nullopt;
  Limits const limits{{0.0, 0.0, 0.0, 1.0}, {1.0, 1.0, 1.0, 1.0}, Bounds::usual};
  auto const space = SearchSpace{form, period, limits, wanted.given, InitialStates::given};
  if (space.is_empty()) return std::nullopt;
  std::vector<Optimum> minima;
  add_minima(minima, starts_from(*states), space, values);
  if (minima.empty()) return std::nullopt;
  int const n_states = 1 + (form.has_trend() ? 1 : 0) + (form.has_season() ? period - 1 : 0);
  return make_model(form, values, period, lowest(minima).candidate, space.free_count() + n_states);
}

} // namespace

bool is_short(Specification const& wanted, std::size_t n) {
  std::size_t parameters = 2;
  if (is_asked_for(wanted.trend)) parameters += 2;
  if (is_asked_for(wanted.season)) parameters += static_cast<std::size_t>(wanted.season_length);
  if (wanted.damped.value_or(false)) ++parameters;
  return n <= parameters + 4;
}

Model fit_short_series(Specification const& wanted, std::span<double const> values) {
  using enum Component;
  Component const trend = wanted.trend.value_or(none);
  if (is_asked_for(wanted.season)) {
    if (auto const model = smooth({additive, trend, *wanted.season}, values, wanted)) return *model;
  }
  if (is_asked_for(wanted.trend)) {
    if (auto const model = smooth({additive, trend, none}, values, wanted)) return *model;
  }
  auto const level = smooth({additive, none, none}, values, wanted);
  auto const line = wanted.trend ? std::nullopt : smooth({additive, additive, none}, values, wanted);
  if (!level && !line) throw FitError{"no smoothing model could be estimated from so few values"};
  return !line || (level && !(line->sigma2() < level->sigma2())) ? *level : *line;
}

} // namespace rankfold::learners::forecasting::smoothing
