#include "learners/forecasting/arima/rough_estimates.hpp"

#include "learners/forecasting/arima/filters.hpp"
#include "learners/forecasting/arima/matrix.hpp"

#include <algorithm>
#include <cstdlib>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// Long enough for two seasons, short enough to be estimated.
int long_order(std::size_t n, int longest_lag) {
  return std::min(static_cast<int>(n / 4), std::max(20, longest_lag + 5));
}

/// Yule-Walker estimates by Levinson's recursion.
std::vector<double> long_autoregression(std::span<double const> autocovariance) {
  std::size_t const p = autocovariance.size() - 1;
  std::vector<double> ar(p, 0.0), before;
  double variance = autocovariance[0];
  for (std::size_t k = 0; k < p && variance > 1e-12 * autocovariance[0]; ++k) {
    double numerator = autocovariance[k + 1];
    for (std::size_t j = 0; j < k; ++j) numerator -= ar[j] * autocovariance[k - j];
    double const reflection = numerator / variance;
    before = ar;
    for (std::size_t j = 0; j < k; ++j) ar[j] = before[j] - reflection * before[k - 1 - j];
    ar[k] = reflection;
    variance *= 1 - reflection * reflection;
  }
  return ar;
}

/// The lags of one polynomial pair, then of the other: 1 ... plain, then multiples of the period.
std::vector<int> lags(int plain, int seasonal, int period) {
  std::vector<int> out;
  for (int j = 1; j <= plain; ++j) out.push_back(j);
  for (int j = 1; j <= seasonal; ++j) out.push_back(j * period);
  return out;
}

} // namespace

RoughEstimates::RoughEstimates(std::span<double const> values, int longest_lag) :
    longest_lag_{longest_lag}, terms_{static_cast<double>(values.size())} {
  std::size_t const n = values.size();
  auto const reach = static_cast<std::size_t>(std::max(longest_lag, long_order(n, longest_lag)));
  for (std::size_t k = 0; k <= reach; ++k) of_values_.push_back(lagged_dot(values, values, k));
  auto const order = static_cast<std::size_t>(long_order(n, longest_lag));
  auto const ar = long_autoregression(std::span{of_values_}.first(order + 1));
  std::vector<double> innovations(n);
  apply(ar, 1, -1, values, innovations);
  std::fill_n(innovations.begin(), std::min(order, n), 0.0); // these would take in what came before the series
  for (int k = -longest_lag; k <= longest_lag; ++k) {
    auto const lag = static_cast<std::size_t>(std::abs(k));
    across_.push_back(k >= 0 ? lagged_dot(values, innovations, lag) : lagged_dot(innovations, values, lag));
    if (k >= 0) of_innovations_.push_back(lagged_dot(innovations, innovations, lag));
  }
}

RoughEstimates::Estimate RoughEstimates::estimate(Order const& order) const {
  auto const of_x = lags(order.p, order.P, order.period), of_e = lags(order.q, order.Q, order.period);
  std::size_t const k = of_x.size(), size = k + of_e.size();
  auto const values = [&](int lag) { return of_values_[static_cast<std::size_t>(std::abs(lag))]; };
  auto const across = [&](int lag) { return across_[static_cast<std::size_t>(lag + longest_lag_)]; };
  Matrix normal;
  normal.reset(size);
  std::vector<double> solution(size);
  for (std::size_t i = 0; i < size; ++i) {
    solution[i] = i < k ? values(of_x[i]) : across(of_e[i - k]);
    for (std::size_t j = 0; j <= i; ++j) {
      if (i < k)
        normal(i, j) = values(of_x[i] - of_x[j]);
      else if (j < k)
        normal(i, j) = across(of_e[i - k] - of_x[j]);
      else
        normal(i, j) = of_innovations_[static_cast<std::size_t>(std::abs(of_e[i - k] - of_e[j - k]))];
    }
    normal(i, i) *= 1.001; // keeps nearly equal regressors apart
  }
  auto const right = solution;
  if (cholesky(normal)) {
    solve_lower(normal, solution);
    solve_lower_transposed(normal, solution);
  } else {
    std::ranges::fill(solution, 0.0);
  }
  auto from = solution.begin();
  auto const take = [&](int count) {
    std::vector<double> part(from, from + count);
    from += count;
    return part;
  };
  Estimate out;
  out.variance = (of_values_[0] - dot(solution, right)) / terms_;
  out.coefficients.ar = take(order.p);
  out.coefficients.sar = take(order.P);
  out.coefficients.ma = take(order.q);
  out.coefficients.sma = take(order.Q);
  return out;
}

} // namespace rankfold::learners::forecasting::box_jenkins
