#include "learners/forecasting/arima/differencing.hpp"

#include "learners/forecasting/arima/filters.hpp"
#include "learners/forecasting/arima/matrix.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// Taken out by ordinary least squares; small coefficients are left to the likelihood.
void take_out_regression(PreparedSample& prepared) {
  auto& [values, regressors] = prepared.sample;
  std::size_t const k = regressors.size();
  prepared.offset.assign(k, 0.0);
  if (k == 0) return;
  Matrix normal;
  normal.reset(k);
  std::vector<double> solution(k);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) normal(i, j) = dot(regressors[i], regressors[j]);
    solution[i] = dot(regressors[i], values);
  }
  if (k == 1) { // a mean of equal values is that value, to the last digit
    solution[0] /= normal(0, 0);
  } else {
    if (!cholesky(normal)) return;
    solve_lower(normal, solution);
    solve_lower_transposed(normal, solution);
  }
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t t = 0; t < values.size(); ++t) values[t] -= solution[i] * regressors[i][t];
  prepared.offset = std::move(solution);
}

void add_regressors(PreparedSample& prepared, Order const& order, Regression const& regression, std::size_t n) {
  auto const constant = std::vector<double>(n, 1.0);
  if (regression.mean) {
    prepared.sample.regressors.push_back(constant);
    prepared.regressor_scale.push_back(1);
  }
  if (!regression.drift) return;
  if (order.d + order.D > 0) { // one difference of t is 1, a seasonal one is the period
    prepared.sample.regressors.push_back(constant);
    prepared.regressor_scale.push_back(order.D > 0 ? 1.0 / order.period : 1.0);
    return;
  }
  auto& trend = prepared.sample.regressors.emplace_back(n);
  for (std::size_t t = 0; t < n; ++t) trend[t] = static_cast<double>(t + 1) / static_cast<double>(n);
  prepared.regressor_scale.push_back(1.0 / static_cast<double>(n));
}

double largest_magnitude(std::span<double const> x) {
  double largest = 0;
  for (double const v : x) largest = std::max(largest, std::abs(v));
  return largest;
}

} // namespace

std::vector<double> difference(std::span<double const> x, int lag, int times) {
  std::vector<double> out(x.begin(), x.end());
  auto const shift = static_cast<std::size_t>(lag);
  for (int k = 0; k < times; ++k) {
    if (out.size() <= shift) return {};
    for (std::size_t t = 0; t + shift < out.size(); ++t) out[t] = out[t + shift] - out[t];
    out.resize(out.size() - shift);
  }
  return out;
}

bool is_constant(std::span<double const> x) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (double const v : x) {
    if (std::isnan(v)) continue;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  return !(high - low > 1e-10 * std::max(std::abs(low), std::abs(high)));
}

std::vector<double> integration_weights(Order const& order) {
  std::vector<double> polynomial{1.0}; // (1-B)^d (1-B^m)^D
  auto const times = [&](std::size_t lag) {
    polynomial.resize(polynomial.size() + lag, 0.0);
    for (std::size_t k = polynomial.size(); k-- > lag;) polynomial[k] -= polynomial[k - lag];
  };
  for (int i = 0; i < order.d; ++i) times(1);
  for (int i = 0; i < order.D; ++i) times(static_cast<std::size_t>(order.period));
  std::vector<double> weights(polynomial.size() - 1);
  for (std::size_t k = 0; k < weights.size(); ++k) weights[k] = -polynomial[k + 1];
  return weights;
}

PreparedSample prepare(std::span<double const> x, Order const& order, Regression const& regression) {
  PreparedSample prepared;
  auto& values = prepared.sample.values;
  values = difference(difference(x, order.period, order.D), 1, order.d);
  add_regressors(prepared, order, regression, values.size());
  take_out_regression(prepared);
  double const largest = largest_magnitude(values);
  prepared.explained = largest <= 1e-12 * largest_magnitude(x);
  if (prepared.explained) return prepared;
  double squares = 0;
  for (double const v : values) squares += (v / largest) * (v / largest);
  prepared.scale = largest * std::sqrt(squares / static_cast<double>(values.size()));
  for (double& v : values) v /= prepared.scale;
  for (double& b : prepared.offset) b /= prepared.scale;
  return prepared;
}

} // namespace rankfold::learners::forecasting::box_jenkins
