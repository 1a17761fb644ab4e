#include "learners/forecasting/arima/arima_fit.hpp"

#include "learners/forecasting/arima/gaps.hpp"
#include "support/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numbers>
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// @param value of the criterion, for `terms` squares of values divided by `scale`
/// @param n values in the differenced series: the conditional criterion counts as if those it skips had the same
/// variance
double minus_log_likelihood(double value, std::size_t n, std::size_t terms, double scale) {
  double const all = static_cast<double>(n), count = static_cast<double>(terms);
  return value * all / count + 0.5 * all * (std::log(2 * std::numbers::pi / count) + 1 + 2 * std::log(scale));
}

std::size_t coefficient_count(Order const& order, Regression const& regression) {
  return static_cast<std::size_t>(order.parameters() + regression.count());
}

/// The `count` starts with the lowest values, lowest first.
std::vector<std::vector<double>> most_promising(ArmaObjective& objective, std::vector<std::vector<double>> starts,
                                                int count) {
  if (starts.size() == 1) return starts;
  std::vector<std::pair<double, std::size_t>> ranking;
  for (std::size_t i = 0; i < starts.size(); ++i) ranking.emplace_back(objective.value(starts[i]), i);
  std::ranges::sort(ranking);
  std::vector<std::vector<double>> out;
  for (std::size_t i = 0; i < std::min(ranking.size(), static_cast<std::size_t>(count)); ++i)
    out.push_back(std::move(starts[ranking[i].second]));
  return out;
}

} // namespace

ArimaFitter::ArimaFitter(std::span<double const> values) : values_{values} {}

ArimaFitter::Differenced& ArimaFitter::differenced(Order const& order, Regression const& regression) {
  for (auto& known : differenced_)
    if (known.d == order.d && known.D == order.D && known.period == order.period && known.regression == regression)
      return known;
  return differenced_.emplace_back(
      Differenced{order.d, order.D, order.period, regression, prepare(values_, order, regression), std::nullopt});
}

RoughEstimates const& ArimaFitter::estimates(Differenced& series, Order const& order) {
  int const longest = std::max(order.state_size(), std::max(5, 2 * order.period));
  if (!series.estimates || series.estimates->longest_lag() < longest)
    series.estimates.emplace(series.sample.sample.values, longest);
  return *series.estimates;
}

double ArimaFitter::rough_deviance(Order const& order, Regression const& regression) {
  auto& series = differenced(order, regression);
  auto const n = static_cast<double>(series.sample.sample.values.size());
  double const variance = estimates(series, order).estimate(order).variance;
  return n * (std::log(2 * std::numbers::pi * variance) + 1 + 2 * std::log(series.sample.scale));
}

ArimaFitter::Candidate ArimaFitter::search(Order const& order, Regression const& regression,
                                           std::vector<std::vector<double>> starts, SearchOptions const& options) {
  Candidate best{order, regression, options.criterion,
                 std::vector<double>(static_cast<std::size_t>(order.parameters())), -infinity};
  auto& series = differenced(order, regression);
  auto const& sample = series.sample.sample;
  double const scale = series.sample.scale;
  auto& used = criterion(options.criterion);
  std::size_t const n = sample.values.size();
  bool const conditional = options.criterion == Criterion::conditional;
  if (n <= coefficient_count(order, regression) + (conditional ? static_cast<std::size_t>(order.ar_span()) : 0))
    return best;

  ArmaObjective objective{used, sample, order};
  if (order.parameters() > 0)
    starts.push_back(ArmaObjective::point(estimates(series, order).estimate(order).coefficients));
  if (starts.empty()) starts.push_back(best.point);
  double best_value = infinity;
  auto const promising = most_promising(objective, std::move(starts), options.descents);
  QuasiNewtonOptions descent{.tolerance = options.tolerance};
  if (options.give_up)
    descent.give_up = [&](Progress const& progress) {
      auto in_loglik = progress; // the evaluation last made need not be the one at `progress.at`
      in_loglik.value = minus_log_likelihood(progress.value, n, used.terms(), scale);
      return options.give_up(in_loglik);
    };
  for (auto const& start : promising) {
    auto end = minimise(objective, start, descent);
    if (!(end.value < best_value)) continue;
    best_value = end.value;
    best.point = std::move(end.at);
  }
  if (!std::isfinite(best_value)) return best;

  best.loglik = -minus_log_likelihood(best_value, n, used.terms(), scale);
  return best;
}

ArimaModel ArimaFitter::finish(Candidate const& candidate) {
  auto const& order = candidate.order;
  auto const& prepared = differenced(order, candidate.regression).sample;
  auto const& sample = prepared.sample;
  double const scale = prepared.scale;
  auto& used = criterion(candidate.criterion);
  ArmaObjective objective{used, sample, order};
  std::vector<double> gradient(candidate.point.size());
  double const value = objective.evaluate(candidate.point, gradient);
  if (!std::isfinite(value)) throw FitError("the likelihood is not defined at the estimates");

  ArimaModel model;
  model.order = order;
  model.regression = candidate.regression;
  model.coefficients = objective.coefficients(candidate.point);
  model.length = values_.size();
  model.terms = sample.values.size();
  model.loglik = -minus_log_likelihood(value, model.terms, used.terms(), scale);
  std::size_t const count = coefficient_count(order, candidate.regression);
  std::size_t const freedom = model.terms > count ? model.terms - count : 1;
  model.sigma2 = used.sum_of_squares() / static_cast<double>(freedom) * scale * scale;
  if (!std::isfinite(model.sigma2)) throw FitError("values too large: their variance overflows");
  set_criteria(model, static_cast<int>(count));
  set_regression(model, prepared, used.regression());
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
  if (model.terms < r) return set_filtered_state(model, values_); // the start is not all seen in so short a series
  auto const size = r + static_cast<std::size_t>(model.order.lost());
  Matrix covariance;
  set_last_values(model);
  criterion.final_state(std::span{model.state}.first(r), covariance);
  for (std::size_t i = 0; i < r; ++i) model.state[i] *= scale;
  if (covariance.size() == 0) return;
  model.covariance.assign(size * size, 0.0);
  for (std::size_t i = 0; i < r; ++i)
    std::ranges::copy(covariance.row(i), model.covariance.begin() + static_cast<std::ptrdiff_t>(i * size));
}

void ArimaFitter::set_last_values(ArimaModel& model) const {
  auto const r = static_cast<std::size_t>(model.order.state_size());
  model.state.assign(r + static_cast<std::size_t>(model.order.lost()), 0.0);
  for (std::size_t i = r; i < model.state.size(); ++i) {
    std::size_t const t = values_.size() - 1 - (i - r);
    model.state[i] = values_[t] - model.mean - model.drift * static_cast<double>(t + 1);
  }
}

bool ArimaFitter::explains_all(Order const& order, Regression const& regression) {
  return differenced(order, regression).sample.explained;
}

ArimaModel ArimaFitter::explained(Order const& order, Regression const& regression) {
  auto const& prepared = differenced(order, regression).sample;
  ArimaModel model;
  model.order = order;
  model.regression = regression;
  auto const none = [](int count) { return std::vector<double>(static_cast<std::size_t>(count), 0.0); };
  model.coefficients = {none(order.p), none(order.q), none(order.P), none(order.Q)};
  model.length = values_.size();
  model.terms = prepared.sample.values.size();
  model.loglik = infinity;
  model.aic = model.aicc = model.bic = -infinity;
  set_regression(model, prepared, std::vector<double>(prepared.offset.size(), 0.0));
  set_last_values(model);
  return model;
}

std::vector<std::vector<double>> scattered_starts(Order const& order) {
  struct Pair {
    double ar, ma; ///< variables of ArmaObjective at the first lag; equal ones cancel
  };
  static constexpr std::array<Pair, 4> pairs{{{0, 0}, {0.8, 0.8}, {-0.5, -0.5}, {2, 1.5}}};
  bool const plain = order.p > 0 && order.q > 0, seasonal = order.P > 0 && order.Q > 0;
  std::vector<std::vector<double>> out;
  if (!plain && !seasonal) return out;
  for (auto const& [ar, ma] : std::span{pairs}.first(plain ? 3 : 1))
    for (auto const& [sar, sma] : std::span{pairs}.first(seasonal ? 4 : 1)) {
      auto& start = out.emplace_back(static_cast<std::size_t>(order.parameters()), 0.0);
      auto const p = static_cast<std::size_t>(order.p), q = static_cast<std::size_t>(order.q);
      if (plain) {
        start[0] = ar;
        start[p] = ma;
      }
      if (seasonal) {
        start[p + q] = sar;
        start[p + q + static_cast<std::size_t>(order.P)] = sma;
      }
    }
  return out;
}

namespace {

/// The best candidate on a series without gaps, from several starts.
ArimaFitter::Candidate fit_complete(ArimaFitter& fitter, Order const& order, Regression const& regression,
                                    Method method) {
  auto starts = scattered_starts(order);
  constexpr int all = std::numeric_limits<int>::max();
  if (method != Method::ml) {
    auto conditional = fitter.search(order, regression, starts, {.criterion = Criterion::conditional, .descents = all});
    if (method == Method::css) return conditional;
    starts.push_back(std::move(conditional.point));
  }
  return fitter.search(order, regression, std::move(starts), {.descents = all});
}

} // namespace

ArimaModel fit_arima(std::span<double const> given, Order const& order, Regression regression, Method method) {
  auto const series = observed_part(given);
  regression.mean = regression.mean && order.d + order.D == 0;
  regression.drift = regression.drift && order.d + order.D <= 1;
  auto const filled = fill_gaps(series.values, order.period);
  if (filled.size() <= static_cast<std::size_t>(order.lost()))
    throw FitError(
        fmt::format("{} values are too few for these differences, which take {}", filled.size(), order.lost()));
  ArimaFitter fitter{filled};
  if (fitter.explains_all(order, regression)) return fitter.explained(order, regression);
  std::size_t const needed = static_cast<std::size_t>(order.lost()) + coefficient_count(order, regression) + 1 +
                             (method == Method::css ? static_cast<std::size_t>(order.ar_span()) : 0);
  if (series.observed < needed)
    throw FitError(fmt::format("{} values are too few for this order, which needs {}", series.observed, needed));
  auto const best = fit_complete(fitter, order, regression, method);
  if (series.observed == series.values.size() || method == Method::css) return fitter.finish(best);
  return fit_with_gaps(series.values, filled, best);
}

} // namespace rankfold::learners::forecasting::box_jenkins
