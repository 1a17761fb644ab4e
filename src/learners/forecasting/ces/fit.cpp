#include "learners/forecasting/ces/fit.hpp"
#include "learners/forecasting/arima/gaps.hpp"
#include "learners/forecasting/ces/profile.hpp"
#include "learners/forecasting/ces/search.hpp"
#include "learners/forecasting/ets/observations.hpp"
#include "learners/forecasting/innovations/runs.hpp"
#include "support/error.hpp"
#include <cmath>
#include <fmt/core.h>
#include <numbers>

namespace rankfold::learners::forecasting::complex_smoothing {

namespace {

/// The series from its first to its last value, in units in which it is of order one.
struct Scaled {
  std::vector<double> values;
  std::size_t gap = 0;
  double scale = 1;
};

Scaled scaled(std::span<double const> series) {
  Scaled out{box_jenkins::observed_part(series).values};
  out.gap = innovations::drop_missing_end(out.values);
  out.scale = smoothing::order_of_magnitude(out.values);
  for (double& v : out.values) v /= out.scale;
  return out;
}

std::vector<Seasonality> forms_to_try(Specification const& wanted) {
  using enum Seasonality;
  if (wanted.seasonality) return {*wanted.seasonality};
  if (wanted.period == 1) return {none};
  if (wanted.period > longest_period) return {none, simple};
  return {none, simple, partial, full};
}

int parameter_count(Seasonality seasonality, std::size_t period) {
  std::size_t states = 0;
  for (auto const& channel : channels_of(seasonality, period, {})) states += channel.state_count();
  return weight_count(seasonality) + static_cast<int>(states);
}

/// States at the end, when they have been through the values.
void go_through(Model& model, std::span<double const> values, std::vector<double> const& first) {
  Recursion recursion{channels_of(model.seasonality, model.period, model.weights), 1};
  recursion.resume(first, 0);
  double error = 0;
  innovations::run_through(recursion, values, {&error, 1}, [](auto) {});
  model.states = recursion.states();
  model.length = values.size();
}

Model finished(Profile& profile, Model model, Scaled const& series) {
  double const squares = profile.sum_of_squares(model.weights), n = model.observed;
  go_through(model, series.values, profile.first_states());
  for (double& state : model.states) state *= series.scale;
  model.gap = series.gap;
  model.sigma2 = squares / (n - model.estimated) * series.scale * series.scale;
  double const variance = std::max(squares, negligible(profile)) / n;
  model.loglik = -0.5 * n * (std::log(2 * std::numbers::pi * variance) + 1 + 2 * std::log(series.scale));
  return model;
}

/// Empty where the series has too few values for the form.
std::optional<Model> fit_form(Scaled const& series, Seasonality seasonality, std::size_t period) {
  Model model;
  model.seasonality = seasonality;
  model.period = seasonality == Seasonality::none ? 1 : period;
  Profile profile{series.values, seasonality, model.period};
  model.observed = profile.observed();
  model.estimated = parameter_count(seasonality, model.period);
  if (model.observed <= model.estimated + 1) return std::nullopt;
  auto const weights = best_weights(profile, seasonality);
  if (!weights) return std::nullopt;
  model.weights = *weights;
  return finished(profile, std::move(model), series);
}

double criterion_of(Model const& model, smoothing::InformationCriterion which) {
  using enum smoothing::InformationCriterion;
  return which == aic ? model.aic() : which == bic ? model.bic() : model.aicc();
}

void refuse_impossible(Specification const& wanted) {
  using enum Seasonality;
  if (!wanted.seasonality || *wanted.seasonality == none) return;
  if (wanted.period < 2) throw FitError{"a season is asked for, but season_length is 1"};
  if (*wanted.seasonality != simple && wanted.period > longest_period) {
    throw FitError{fmt::format("season_length is {}, but this form takes at most {}", wanted.period, longest_period)};
  }
}

} // namespace

Model fit(std::span<double const> values, Specification const& wanted) {
  refuse_impossible(wanted);
  auto const series = scaled(values);
  std::optional<Model> best;
  for (auto const seasonality : forms_to_try(wanted)) {
    auto model = fit_form(series, seasonality, wanted.period);
    if (!model) continue;
    if (!best || criterion_of(*model, wanted.criterion) < criterion_of(*best, wanted.criterion))
      best = std::move(model);
  }
  if (!best) throw FitError{fmt::format("too few values for complex exponential smoothing: {}", series.values.size())};
  return *best;
}

} // namespace rankfold::learners::forecasting::complex_smoothing
