#include "learners/forecasting/arima/arima_fit.hpp"

#include "learners/forecasting/arima/gaps.hpp"
#include "support/error.hpp"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numbers>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// @param squares sum of squares in units of the data squared / scale^2
double log_likelihood(ArmaCriterion const& criterion, std::size_t n, double scale) {
  // The conditional criterion counts as if the skipped values had the same variance, so that orders can be compared.
  double const mean_square = criterion.sum_of_squares() / static_cast<double>(criterion.terms());
  double const of_terms = std::log(2 * std::numbers::pi * mean_square) + 1 + 2 * std::log(scale);
  return -0.5 * (static_cast<double>(n) * of_terms + criterion.log_determinant());
}

std::size_t coefficient_count(Order const& order, Regression const& regression) {
  return static_cast<std::size_t>(order.parameters() + regression.count());
}

} // namespace

ArimaFitter::ArimaFitter(std::span<double const> values) : values_{values} {}

PreparedSample const& ArimaFitter::prepared(Order const& order, Regression const& regression) {
  for (auto const& known : differenced_)
    if (known.d == order.d && known.D == order.D && known.period == order.period && known.regression == regression)
      return known.sample;
  return differenced_
      .emplace_back(Differenced{order.d, order.D, order.period, regression, prepare(values_, order, regression)})
      .sample;
}

ArimaFitter::Candidate ArimaFitter::search(Order const& order, Regression const& regression, Criterion kind,
                                           std::span<std::vector<double> const> starts, double tolerance) {
  Candidate best{order,     regression, kind, std::vector<double>(static_cast<std::size_t>(order.parameters()), 0.0),
                 -infinity, infinity};
  auto const& [sample, offset, regressor_scale, scale] = prepared(order, regression);
  std::size_t const n = sample.values.size();
  std::size_t const skipped = kind == Criterion::conditional ? static_cast<std::size_t>(order.ar_span()) : 0;
  if (n <= skipped + coefficient_count(order, regression)) return best;

  ArmaObjective objective{criterion(kind), sample, order};
  double best_value = infinity;
  auto const descend = [&](std::vector<double> const& start) {
    auto end = minimise(objective, start, {.tolerance = tolerance});
    if (!(end.value < best_value)) return;
    best_value = end.value;
    best.point = std::move(end.at);
  };
  for (auto const& start : starts) descend(start);
  if (starts.empty()) descend(best.point);
  if (!std::isfinite(best_value)) return best;

  criterion(kind).evaluate(sample, order, objective.coefficients(best.point));
  best.loglik = log_likelihood(criterion(kind), n, scale);
  best.variance = criterion(kind).sum_of_squares() / static_cast<double>(criterion(kind).terms()) * scale * scale;
  return best;
}

ArimaModel ArimaFitter::finish(Candidate const& candidate) {
  auto const& order = candidate.order;
  auto const& [sample, offset, regressor_scale, scale] = prepared(order, candidate.regression);
  auto& used = criterion(candidate.criterion);
  ArmaObjective objective{used, sample, order};
  std::vector<double> gradient(candidate.point.size());
  if (!std::isfinite(objective.evaluate(candidate.point, gradient)))
    throw FitError("the likelihood is not defined at the estimates");

  ArimaModel model;
  model.order = order;
  model.regression = candidate.regression;
  model.coefficients = objective.coefficients(candidate.point);
  model.length = values_.size();
  model.terms = sample.values.size();
  model.loglik = log_likelihood(used, model.terms, scale);
  std::size_t const count = coefficient_count(order, candidate.regression);
  std::size_t const freedom = model.terms > count ? model.terms - count : 1;
  model.sigma2 = used.sum_of_squares() / static_cast<double>(freedom) * scale * scale;
  if (!std::isfinite(model.sigma2)) throw FitError("values too large: their variance overflows");
  set_criteria(model, static_cast<int>(count));
  set_regression(model, prepared(order, candidate.regression), used.regression());
  set_state(model, used, scale);
  return model;
}

void ArimaFitter::set_regression(ArimaModel& model, PreparedSample const& prepared,
                                 std::vector<double> const& beta) const {
  std::size_t k = 0;
  auto const coefficient = [&] {
    double const value = (prepared.offset[k] + beta[k]) * prepared.scale * prepared.regressor_scale[k];
    ++k;
    return value;
  };
  if (model.regression.mean) model.mean = coefficient();
  if (model.regression.drift) model.drift = coefficient();
}

void ArimaFitter::set_state(ArimaModel& model, ArmaCriterion& criterion, double scale) const {
  auto const r = static_cast<std::size_t>(model.order.state_size());
  auto const lost = static_cast<std::size_t>(model.order.lost());
  model.state.assign(r + lost, 0.0);
  Matrix covariance;
  criterion.final_state(std::span{model.state}.first(r), covariance);
  for (std::size_t i = 0; i < r; ++i) model.state[i] *= scale;
  for (std::size_t j = 0; j < lost; ++j) {
    std::size_t const t = values_.size() - 1 - j;
    model.state[r + j] = values_[t] - model.mean - model.drift * static_cast<double>(t + 1);
  }
  if (covariance.size() == 0) return;
  model.covariance.assign((r + lost) * (r + lost), 0.0);
  for (std::size_t i = 0; i < r; ++i)
    std::ranges::copy(covariance.row(i), model.covariance.begin() + static_cast<std::ptrdiff_t>(i * (r + lost)));
}

namespace {

/// The best candidate on a series without gaps, from several starts.
ArimaFitter::Candidate fit_complete(ArimaFitter& fitter, Order const& order, Regression const& regression,
                                    Method method) {
  constexpr double tolerance = 1e-9;
  std::vector<std::vector<double>> starts{std::vector<double>(static_cast<std::size_t>(order.parameters()), 0.0)};
  if (method != Method::ml) {
    auto conditional = fitter.search(order, regression, Criterion::conditional, starts, tolerance);
    if (method == Method::css) return conditional;
    starts.push_back(std::move(conditional.point));
  }
  return fitter.search(order, regression, Criterion::exact, starts, tolerance);
}

} // namespace

ArimaModel fit_arima(std::span<double const> given, Order const& order, Regression regression, Method method) {
  auto const series = observed_part(given);
  regression.mean = regression.mean && order.d + order.D == 0;
  regression.drift = regression.drift && order.d + order.D <= 1;
  std::size_t const needed = static_cast<std::size_t>(order.lost()) + coefficient_count(order, regression) + 1 +
                             (method == Method::css ? static_cast<std::size_t>(order.ar_span()) : 0);
  if (series.observed < needed)
    throw FitError(fmt::format("{} values are too few for this order, which needs {}", series.observed, needed));
  auto const filled = fill_gaps(series.values, order.period);
  ArimaFitter fitter{filled};
  auto const best = fit_complete(fitter, order, regression, method);
  if (series.observed == series.values.size() || method == Method::css) return fitter.finish(best);
  return fit_with_gaps(series.values, filled, best);
}

} // namespace rankfold::learners::forecasting::box_jenkins
