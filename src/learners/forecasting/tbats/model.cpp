#include "learners/forecasting/tbats/model.hpp"
#include "learners/forecasting/arima/gaps.hpp"
#include "learners/forecasting/ets/observations.hpp"
#include "learners/forecasting/innovations/runs.hpp"
#include "learners/forecasting/normal_intervals.hpp"
#include "learners/forecasting/tbats/recursion.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/core.h>

namespace rankfold::learners::forecasting::trigonometric {

namespace {

/// Rising, each once; 1 is none, and one that is not over within the series cannot be told from a trend.
void drop_unusable(std::vector<double>& periods, std::size_t n) {
  std::ranges::sort(periods);
  auto const repeated = std::ranges::unique(periods);
  periods.erase(repeated.begin(), repeated.end());
  std::erase_if(periods, [n](double period) { return period <= 1 || period >= static_cast<double>(n); });
}

bool is_constant(std::vector<double> const& values) {
  return std::ranges::all_of(values, [&](double v) { return std::isnan(v) || v == values.front(); });
}

/// A level and nothing else, where there is nothing else to be found.
Options level_only() { return {false, false, false, false, {}}; }

void set_states(Model& model, Sample const& sample) {
  Likelihood likelihood{sample, model.form};
  (void)likelihood.deviance(to_point(model.form, model.weights));
  Recursion recursion{model.form, model.weights, 1};
  auto const& first = likelihood.first_states();
  for (Eigen::Index i = 0; i < first.size(); ++i) recursion.state(static_cast<std::size_t>(i), 0) = first[i];
  std::vector<double> transformed;
  sample.transform(model.form.box_cox, model.weights.lambda, transformed);
  double error = 0, squares = 0;
  innovations::run_through(recursion, transformed, {&error, 1}, [&](auto e) { squares += e.front() * e.front(); });
  model.states = recursion.states();
  model.sigma2 = squares / model.observed;
}

/// The values of which these are the transforms. Below the range of the transform it is zero.
double back(Model const& model, double z) {
  if (!model.form.box_cox) return model.scale * z;
  double const lambda = model.weights.lambda;
  if (lambda == 0) return model.scale * std::exp(z);
  return lambda * z <= -1 ? 0.0 : model.scale * std::exp(std::log1p(lambda * z) / lambda);
}

} // namespace

Model fit(std::span<double const> series, Options options) {
  auto values = box_jenkins::observed_part(series).values;
  Model model;
  model.gap = innovations::drop_missing_end(values);
  model.scale = smoothing::order_of_magnitude(values);
  for (double& v : values) v /= model.scale;
  if (is_constant(values)) options = level_only();
  drop_unusable(options.periods, values.size());
  Sample const sample{std::move(values)};
  if (options.box_cox == true && sample.logarithms.empty())
    throw FitError{"a Box-Cox transform takes positive values only"};
  auto const best = choose(sample, options);
  if (!std::isfinite(best.deviance)) throw FitError{fmt::format("too few values for tbats: {}", sample.observed)};
  model.form = best.form;
  model.weights = best.weights;
  model.observed = static_cast<int>(sample.observed);
  model.aic = best.aic() + 2 * model.observed * std::log(model.scale);
  set_states(model, sample);
  return model;
}

Forecast forecast(Model const& model, int horizon, std::span<double const> levels) {
  std::size_t const steps = model.gap + static_cast<std::size_t>(horizon);
  Recursion recursion{model.form, model.weights, 1}, at_rest = recursion;
  recursion.resume(model.states);
  auto const means = innovations::run_on(recursion, steps);
  Forecast result{{means.begin() + static_cast<std::ptrdiff_t>(model.gap), means.end()}, {}};
  auto variances = innovations::relative_variances(at_rest, steps);
  for (double& variance : variances) variance *= model.sigma2;
  add_normal_intervals(result, std::span{variances}.subspan(model.gap), levels);
  auto const transform_back = [&](std::vector<double>& values) {
    for (double& value : values) value = back(model, value);
  };
  transform_back(result.mean);
  for (auto& interval : result.intervals) {
    transform_back(interval.lower);
    transform_back(interval.upper);
  }
  return result;
}

} // namespace rankfold::learners::forecasting::trigonometric
