#include "learners/forecasting/ets/fit.hpp"
#include "learners/forecasting/ets/choice.hpp"
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

Model best_model(Specification const& wanted, std::span<Form const> forms, Observations const& observed,
                 KnownMinima& known) {
  if (auto const best = choose_model(wanted, forms, observed, known)) return *best;
  auto const& given = wanted.given;
  bool const has_given = given.alpha || given.beta || given.gamma || given.phi;
  throw FitError{fmt::format("no model can be fitted to {} values{}", observed.values.size(),
                             has_given ? " with the smoothing parameters given" : "")};
}

/// The model in the units of the series.
void rescale(Model& model, Observations const& observed) {
  double const scale = observed.scale;
  rescale(model.initial, model.form, scale);
  rescale(model.last, model.form, scale);
  if (!model.form.relative_errors()) model.sum_of_squares *= scale * scale;
  model.mse *= scale * scale;
  model.loglik -= static_cast<double>(model.n_used) * std::log(scale);
  model.gap = static_cast<int>(observed.gap);
}

} // namespace

Model fit(Specification const& wanted, std::span<double const> series) {
  KnownMinima nothing;
  return fit(wanted, series, nothing);
}

Model fit(Specification const& wanted, std::span<double const> series, KnownMinima& known) {
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
      model = best_model(wanted, forms, observed, known);
    }
  }
  rescale(*model, observed);
  return *model;
}

} // namespace rankfold::learners::forecasting::smoothing
