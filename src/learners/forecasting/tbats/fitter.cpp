#include "learners/forecasting/tbats/fitter.hpp"
#include "learners/forecasting/arima/auto_arima.hpp"
#include "learners/forecasting/arima/box_cox.hpp"
#include "learners/forecasting/tbats/descent.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::trigonometric {

namespace {

constexpr std::size_t descents = 3;

bool fits(Form const& form, Sample const& sample) {
  return static_cast<Eigen::Index>(form.parameters()) + 1 < sample.observed &&
         (!form.box_cox || !sample.logarithms.empty());
}

/// Guerrero's choice, for blocks of a season. @return 1 where there is no choice
double starting_lambda(Sample const& sample, double period) {
  if (sample.logarithms.empty() || static_cast<double>(sample.observed) <= 2 * period) return 1;
  return box_jenkins::guerrero_lambda(sample.values, static_cast<int>(std::lround(period)), 0, 1);
}

/// The reference's start, and one from which levels move faster, with each of these lambdas.
std::vector<Weights> usual_starts(std::vector<double> const& lambdas) {
  std::vector<Weights> starts;
  for (double const lambda : lambdas) {
    starts.push_back({lambda, 0.09, 0.05, 0.999});
    starts.push_back({lambda, 0.6, 0.01, 0.95});
  }
  return starts;
}

/// The orders and coefficients that suit the errors, by AICc. Empty where there is nothing to model.
std::optional<box_jenkins::Coefficients> arma_of(std::vector<double> const& errors) {
  box_jenkins::AutoOptions options;
  options.d = 0;
  try {
    auto found = box_jenkins::choose_arima(errors, options).model.coefficients;
    if (found.ar.empty() && found.ma.empty()) return std::nullopt;
    return found;
  } catch (FitError const&) {
    return std::nullopt;
  }
}

} // namespace

Fitter::Fitter(Sample const& sample, double period) : sample_{sample}, lambda_{starting_lambda(sample, period)} {}

Fit Fitter::fit(Form const& form) {
  auto& latest = latest_[form.seasons.empty() ? 0 : 1];
  auto starts = usual_starts(form.box_cox ? std::vector{lambda_, 0.0} : std::vector{1.0});
  if (latest) starts.push_back(*latest);
  auto found = descend_from(form, starts);
  if (std::isfinite(found.deviance)) latest = found.weights;
  return found;
}

Fit Fitter::fit_with_arma(Form const& form) {
  auto plain = fit(form);
  if (!std::isfinite(plain.deviance)) return plain;
  auto const arma = arma_of(errors_of(plain));
  if (!arma) return plain;
  Form extended = form;
  extended.p = arma->ar.size();
  extended.q = arma->ma.size();
  Weights without = plain.weights, with = plain.weights;
  with.ar = arma->ar;
  with.ma = arma->ma;
  auto found = descend_from(extended, {without, with});
  return found.aic() < plain.aic() ? found : plain;
}

Fit Fitter::descend_from(Form const& form, std::vector<Weights> const& starts) {
  Fit best{form, {}, std::numeric_limits<double>::infinity()};
  if (!fits(form, sample_)) return best;
  Likelihood likelihood{sample_, form};
  std::vector<Optimum> candidates;
  for (auto const& start : starts) {
    auto point = to_point(form, start);
    clamp(form, point);
    double const deviance = likelihood.deviance(point);
    candidates.push_back({std::move(point), deviance});
  }
  std::ranges::stable_sort(candidates, {}, &Optimum::deviance);
  candidates.resize(std::min(candidates.size(), descents));
  for (auto& candidate : candidates) candidate = descend(likelihood, std::move(candidate.point));
  auto const& found = *std::ranges::min_element(candidates, {}, &Optimum::deviance);
  if (std::isfinite(found.deviance)) best = {form, to_weights(form, found.point), found.deviance};
  return best;
}

void Fitter::refine(Fit& fit) const {
  Likelihood likelihood{sample_, fit.form};
  Optimum best{to_point(fit.form, fit.weights), fit.deviance};
  follow_edge(likelihood, best);
  fit.weights = to_weights(fit.form, best.point);
  fit.deviance = best.deviance;
}

std::vector<double> Fitter::errors_of(Fit const& fit) const {
  Likelihood likelihood{sample_, fit.form};
  (void)likelihood.deviance(to_point(fit.form, fit.weights));
  auto const& errors = likelihood.errors();
  return {errors.begin(), errors.end()};
}

} // namespace rankfold::learners::forecasting::trigonometric
