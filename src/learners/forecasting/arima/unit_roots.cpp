#include "learners/forecasting/arima/unit_roots.hpp"

#include "learners/forecasting/arima/differencing.hpp"
#include "learners/forecasting/arima/least_squares.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// sum_t x_t^2 + 2 sum_k (1 - k/(lags+1)) sum_t x_t x_{t-k}, over n
double long_run_variance(std::span<double const> x, std::size_t lags) {
  double sum = 0;
  for (double const v : x) sum += v * v;
  for (std::size_t k = 1; k <= lags && k < x.size(); ++k) {
    double products = 0;
    for (std::size_t t = k; t < x.size(); ++t) products += x[t] * x[t - k];
    sum += 2 * (1 - static_cast<double>(k) / static_cast<double>(lags + 1)) * products;
  }
  return sum / static_cast<double>(x.size());
}

double mean_of(std::span<double const> x) {
  double sum = 0;
  for (double const v : x) sum += v;
  return sum / static_cast<double>(x.size());
}

/// 5 % points of the Dickey-Fuller t statistic with a constant (Fuller 1976, table 8.5.2).
double adf_critical(std::size_t n) {
  struct Row {
    std::size_t below;
    double value;
  };
  constexpr std::array<Row, 5> table{{{25, -3.00}, {50, -2.93}, {100, -2.89}, {250, -2.88}, {500, -2.87}}};
  for (auto const& row : table)
    if (n < row.below) return row.value;
  return -2.86;
}

/// 5 % point of the same distribution as a response surface (MacKinnon 1991).
double pp_critical(double n) { return -2.8621 - 2.738 / n - 8.36 / (n * n); }

bool needs_difference(std::span<double const> x, UnitRootTest test) {
  switch (test) {
  case UnitRootTest::kpss:
    return kpss_statistic(x) > 0.463;
  case UnitRootTest::adf:
    return adf_statistic(x) > adf_critical(x.size());
  case UnitRootTest::pp:
    return pp_statistic(x) > pp_critical(static_cast<double>(x.size() - 1));
  }
  return false;
}

} // namespace

double kpss_statistic(std::span<double const> x) {
  double const n = static_cast<double>(x.size()), mean = mean_of(x);
  std::vector<double> rest(x.begin(), x.end());
  double partial = 0, squares = 0;
  for (double& v : rest) {
    v -= mean;
    partial += v;
    squares += partial * partial;
  }
  double const variance = long_run_variance(rest, static_cast<std::size_t>(3 * std::sqrt(n) / 13));
  return squares / (n * n) / variance;
}

double adf_statistic(std::span<double const> x) {
  auto const change = difference(x, 1, 1);
  constexpr std::size_t lags = 1;
  if (change.size() < 2 * lags + 4) return std::nan("");
  LeastSquares regression{lags + 2};
  std::vector<double> row(lags + 2);
  for (std::size_t t = lags; t < change.size(); ++t) {
    row[0] = x[t];
    row[1] = 1;
    for (std::size_t k = 1; k <= lags; ++k) row[k + 1] = change[t - k];
    regression.add(row, change[t]);
  }
  return regression.solve().t_value(0);
}

double pp_statistic(std::span<double const> x) {
  std::size_t const n = x.size() - 1;
  if (n < 4) return std::nan("");
  LeastSquares regression{2};
  double const mean = mean_of(x.subspan(1));
  double spread = 0;
  for (std::size_t t = 0; t < n; ++t) {
    regression.add(std::array{1.0, x[t]}, x[t + 1]);
    spread += (x[t + 1] - mean) * (x[t + 1] - mean);
  }
  auto const fit = regression.solve();
  if (fit.coefficients.empty()) return std::nan("");
  std::vector<double> residuals(n);
  for (std::size_t t = 0; t < n; ++t) residuals[t] = x[t + 1] - fit.coefficients[0] - fit.coefficients[1] * x[t];
  double const count = static_cast<double>(n);
  auto const lags = static_cast<std::size_t>(4 * std::pow(count / 100, 0.25));
  double const short_run = long_run_variance(residuals, 0), long_run = long_run_variance(residuals, lags);
  double const t_value = (fit.coefficients[1] - 1) / fit.standard_error(1);
  return std::sqrt(short_run / long_run) * t_value -
         0.5 * (long_run - short_run) * count / std::sqrt(long_run * spread);
}

int difference_count(std::span<double const> given, UnitRootTest test, int most) {
  std::vector<double> x;
  std::ranges::copy_if(given, std::back_inserter(x), [](double v) { return !std::isnan(v); });
  int count = 0;
  while (count < most && x.size() > 3 && !is_constant(x)) {
    if (!needs_difference(x, test)) return count;
    x = difference(x, 1, 1);
    ++count;
  }
  return count;
}

} // namespace rankfold::learners::forecasting::box_jenkins
