#include "learners/forecasting/ets/fit.hpp"
#include "learners/forecasting/ets/estimator.hpp"
#include "learners/forecasting/ets/observations.hpp"
#include "learners/forecasting/ets/reference_search.hpp"
#include "learners/forecasting/ets/short_series.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/core.h>

namespace rankfold::learners::forecasting::smoothing {

namespace {

bool allows(std::optional<Component> wanted, Component component) { return !wanted || *wanted == component; }

/// A constant series needs no estimation where a level may be all there is.
std::optional<Model> constant_model(Specification const& wanted, Observations const& observed) {
  bool const level_alone = allows(wanted.error, Component::additive) && allows(wanted.trend, Component::none) &&
                           allows(wanted.season, Component::none);
  if (!level_alone || !observed.is_constant()) return std::nullopt;
  Candidate const flat{{wanted.given.alpha.value_or(wanted.limits.upper.alpha)}, {observed.values.front()}};
  return make_model({}, observed.values, 1, flat, 2);
}

/// Whether a model can be gone on with: products of states may have run off, most of all where values are not positive.
bool can_forecast(Model const& model) {
  auto const& [level, growth, season] = model.last;
  bool const finite = std::isfinite(level) && std::isfinite(growth) &&
                      std::all_of(season.begin(), season.end(), [](double s) { return std::isfinite(s); });
  return finite && (model.form.trend != Component::multiplicative || growth > 0.0);
}

Model best_model(Specification const& wanted, std::span<Form const> forms, std::span<double const> values) {
  Estimator estimator{values, wanted};
  std::optional<Model> best;
  double lowest = std::numeric_limits<double>::infinity();
  for (Form const form : forms) {
    auto const model = estimator.estimate(form);
    if (!model || !can_forecast(*model) || !(model->criterion(wanted.criterion) < lowest)) continue;
    lowest = model->criterion(wanted.criterion);
    best = model;
  }
  if (!best) {
    auto const& given = wanted.given;
    bool const has_given = given.alpha || given.beta || given.gamma || given.phi;
    throw FitError{fmt::format("no model can be fitted to {} values{}", values.size(),
                               has_given ? " with the smoothing parameters given" : "")};
  }
  return *best;
}

void multiply(States& states, Form form, double scale) {
  states.level *= scale;
  if (form.trend != Component::multiplicative) states.growth *= scale;
  if (form.season != Component::multiplicative) {
    for (double& s : states.season) s *= scale;
  }
}

/// The model in the units of the series.
void rescale(Model& model, Observations const& observed) {
  double const scale = observed.scale;
  multiply(model.initial, model.form, scale);
  multiply(model.last, model.form, scale);
  if (!model.form.relative_errors()) model.sum_of_squares *= scale * scale;
  model.mse *= scale * scale;
  model.loglik -= static_cast<double>(model.n_used) * std::log(scale);
  model.gap = static_cast<int>(observed.gap);
}

} // namespace

Model fit(Specification const& wanted, std::span<double const> series) {
  Observations observed{series};
  if (wanted.search == Search::simplex) observed.undo_scaling(); // its first simplex depends on the units
  auto const& values = observed.values;
  auto model = constant_model(wanted, observed);
  if (!model) {
    auto const forms = forms_to_try(wanted, values);
    if (is_short(wanted, values.size())) {
      model = fit_short_series(wanted, values);
    } else if (wanted.search == Search::simplex) {
      model = fit_by_simplex(forms.front(), values, wanted);
    } else {
      model = best_model(wanted, forms, values);
    }
  }
  rescale(*model, observed);
  return *model;
}

} // namespace rankfold::learners::forecasting::smoothing
