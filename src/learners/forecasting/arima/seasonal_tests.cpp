#include "learners/forecasting/arima/differencing.hpp"
#include "learners/forecasting/arima/least_squares.hpp"
#include "learners/forecasting/arima/stl.hpp"
#include "learners/forecasting/arima/unit_roots.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

constexpr double strong_season = 0.64;
constexpr std::size_t most_ocsb_lags = 3;

double variance(std::span<double const> x) {
  double sum = 0, squares = 0;
  for (double const v : x) sum += v;
  double const mean = sum / static_cast<double>(x.size());
  for (double const v : x) squares += (v - mean) * (v - mean);
  return squares / static_cast<double>(x.size() - 1);
}

/// x_t - sum_k c_k x_{t-k}, from the first t for which all are there.
std::vector<double> filtered(std::span<double const> x, std::span<double const> c) {
  std::vector<double> out;
  for (std::size_t t = c.size(); t < x.size(); ++t) {
    double value = x[t];
    for (std::size_t k = 0; k < c.size(); ++k) value -= c[k] * x[t - 1 - k];
    out.push_back(value);
  }
  return out;
}

/// The OCSB regression with `lags` lags of the doubly differenced series y; the first `skip` values of y are left out:
/// y_t on y_{t-1} ... y_{t-lags}, lambda(B)(1-B^m)x_{t-1} and lambda(B)(1-B)x_{t-m}.
LeastSquaresFit ocsb_regression(std::span<double const> x, std::size_t period, std::size_t lags, std::size_t skip) {
  int const m = static_cast<int>(period);
  auto const seasonal = difference(x, m, 1), plain = difference(x, 1, 1), y = difference(seasonal, 1, 1);
  std::size_t const first = std::max(lags, skip);
  std::vector<double> lambda;
  if (lags > 0) {
    LeastSquares autoregression{lags};
    std::vector<double> row(lags);
    for (std::size_t t = first; t < y.size(); ++t) {
      for (std::size_t k = 0; k < lags; ++k) row[k] = y[t - 1 - k];
      autoregression.add(row, y[t]);
    }
    lambda = autoregression.solve().coefficients;
    if (lambda.empty()) return {};
  }
  auto const z4 = filtered(seasonal, lambda), z5 = filtered(plain, lambda);
  // In terms of x's own times: y starts at m + 1, z4 at m + lags, z5 at 1 + lags.
  LeastSquares regression{lags + 2};
  std::vector<double> row(lags + 2);
  for (std::size_t t = first + period + 1; t < x.size(); ++t) {
    if (t < period + 1 + lags) continue;
    std::size_t const of_y = t - period - 1;
    for (std::size_t k = 0; k < lags; ++k) row[k] = y[of_y - 1 - k];
    row[lags] = z4[t - 1 - period - lags];
    row[lags + 1] = z5[t - period - 1 - lags];
    regression.add(row, y[of_y]);
  }
  return regression.solve();
}

/// Smoothed 5 % points by simulation (the form of the response curve is that of R's forecast package).
double ocsb_critical(int period) {
  double const at = std::log(static_cast<double>(period)) - 0.7656451;
  return -0.2937411 * std::exp(-0.2850853 * at + -0.05983644 * at * at) - 1.652202;
}

bool needs_difference(std::span<double const> x, int period, SeasonalTest test) {
  if (test == SeasonalTest::strength) return seasonal_strength(x, period) > strong_season;
  return ocsb_statistic(x, period) > ocsb_critical(period);
}

} // namespace

double seasonal_strength(std::span<double const> x, int period) {
  if (x.size() <= 2 * static_cast<std::size_t>(period)) return 0;
  auto const parts = stl(x, period);
  std::vector<double> remainder(x.size()), detrended(x.size());
  for (std::size_t t = 0; t < x.size(); ++t) {
    detrended[t] = x[t] - parts.trend[t];
    remainder[t] = detrended[t] - parts.seasonal[t];
  }
  double const all = variance(detrended);
  return all > 0 ? std::clamp(1 - variance(remainder) / all, 0.0, 1.0) : 0.0;
}

double ocsb_statistic(std::span<double const> x, int period) {
  auto const m = static_cast<std::size_t>(period);
  if (x.size() < m + 2 * most_ocsb_lags + 8) return std::nan("");
  std::size_t best = 0;
  double best_criterion = std::numeric_limits<double>::infinity();
  for (std::size_t lags = 1; lags <= most_ocsb_lags; ++lags) {
    double const criterion = ocsb_regression(x, m, lags, most_ocsb_lags).aic();
    if (criterion < best_criterion) {
      best_criterion = criterion;
      best = lags;
    }
  }
  // The reference takes one lag less than the best of 1 ... 3, and so do its results.
  std::size_t const lags = best > 0 ? best - 1 : 0;
  auto const fit = ocsb_regression(x, m, lags, lags);
  return fit.coefficients.empty() ? std::nan("") : fit.t_value(lags + 1);
}

int seasonal_difference_count(std::span<double const> given, int period, SeasonalTest test, int most) {
  std::vector<double> x(given.begin(), given.end());
  int count = 0;
  while (count < most && x.size() > 2 * static_cast<std::size_t>(period) && !is_constant(x) &&
         needs_difference(x, period, test)) {
    x = difference(x, period, 1);
    ++count;
  }
  return count;
}

} // namespace rankfold::learners::forecasting::box_jenkins
