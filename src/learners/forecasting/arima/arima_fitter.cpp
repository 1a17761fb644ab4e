#include "learners/forecasting/arima/arima_fitter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

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

/// Whether a descent at one point can be taken to end where another has ended.
bool is_near(std::span<double const> at, std::span<double const> end) {
  constexpr double near = 0.03;
  return std::ranges::equal(at, end, [](double a, double b) { return std::abs(a - b) < near; });
}

/// Moves a start towards the origin, where the model is white noise, until it is within the domain.
void bring_inside(ArmaObjective& objective, std::vector<double>& start) {
  for (int attempt = 0; attempt < 100 && !objective.contains(start); ++attempt)
    for (double& x : start) x *= 0.95;
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

  ArmaObjective objective{used, sample, order, options.smallest_root};
  if (order.parameters() > 0 && options.rough_start)
    starts.insert(starts.begin(), ArmaObjective::point(estimates(series, order).estimate(order).coefficients));
  if (starts.empty()) starts.push_back(best.point);
  for (auto& start : starts) bring_inside(objective, start);
  double best_value = infinity;
  auto const promising = most_promising(objective, std::move(starts), options.descents);
  QuasiNewtonOptions descent{.tolerance = options.tolerance};
  descent.give_up = [&](Progress const& progress) {
    if (!best.blocked && progress.value > best_value && is_near(progress.at, best.point)) return true;
    if (!options.give_up) return false;
    auto in_loglik = progress; // the evaluation last made need not be the one at `progress.at`
    in_loglik.value = minus_log_likelihood(progress.value, n, used.terms(), scale);
    return options.give_up(in_loglik);
  };
  best.blocked = true;
  for (auto const& start : promising) {
    auto end = minimise(objective, start, descent);
    if (end.blocked == best.blocked ? !(end.value < best_value) : end.blocked) continue; // an optimum goes before none
    best.blocked = end.blocked;
    best_value = end.value;
    best.promised = end.promised;
    best.point = std::move(end.at);
  }
  if (!std::isfinite(best_value)) return best;

  best.loglik = -minus_log_likelihood(best_value, n, used.terms(), scale);
  return best;
}

double ArimaFitter::minus_log_likelihood(double value, std::size_t n, std::size_t terms, double scale) {
  double const all = static_cast<double>(n), count = static_cast<double>(terms);
  return value * all / count + 0.5 * all * (std::log(2 * std::numbers::pi / count) + 1 + 2 * std::log(scale));
}

} // namespace rankfold::learners::forecasting::box_jenkins
