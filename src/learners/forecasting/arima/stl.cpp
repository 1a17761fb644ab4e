#include "learners/forecasting/arima/stl.hpp"

#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

enum class Degree { constant, linear };

struct Loess {
  std::size_t window; ///< odd
  Degree degree;

  [[nodiscard]] std::size_t jump() const { return (window + 9) / 10; }
};

std::size_t next_odd(double value) {
  auto const up = static_cast<std::size_t>(std::ceil(value));
  return up + (up % 2 == 0 ? 1 : 0);
}

/// The local fit at position `at` from values `left` ... `right` (positions from 1, as is `at`).
double local_fit(std::span<double const> y, Loess const& loess, double at, std::size_t left, std::size_t right,
                 std::vector<double>& weight) {
  double const n = static_cast<double>(y.size());
  double reach = std::max(at - static_cast<double>(left), static_cast<double>(right) - at);
  if (loess.window > y.size()) reach += static_cast<double>((loess.window - y.size()) / 2);
  double const far = 0.999 * reach, near = 0.001 * reach;
  double total = 0;
  weight.resize(right - left + 1);
  for (std::size_t j = left; j <= right; ++j) {
    double const distance = std::abs(static_cast<double>(j) - at);
    double w = 0;
    if (distance <= near) {
      w = 1;
    } else if (distance <= far) {
      double const ratio = distance / reach;
      double const rest = 1 - ratio * ratio * ratio;
      w = rest * rest * rest;
    }
    weight[j - left] = w;
    total += w;
  }
  for (double& w : weight) w /= total;
  if (reach > 0 && loess.degree == Degree::linear) {
    double centre = 0, spread = 0;
    for (std::size_t j = left; j <= right; ++j) centre += weight[j - left] * static_cast<double>(j);
    for (std::size_t j = left; j <= right; ++j) {
      double const d = static_cast<double>(j) - centre;
      spread += weight[j - left] * d * d;
    }
    if (std::sqrt(spread) > 0.001 * (n - 1)) {
      double const slope = (at - centre) / spread;
      for (std::size_t j = left; j <= right; ++j) weight[j - left] *= 1 + slope * (static_cast<double>(j) - centre);
    }
  }
  double fit = 0;
  for (std::size_t j = left; j <= right; ++j) fit += weight[j - left] * y[j - 1];
  return fit;
}

/// Smooths y: at every `jump`-th position and the last one by local fits, in between by straight lines.
void smooth(std::span<double const> y, Loess const& loess, std::span<double> out, std::vector<double>& weight) {
  std::size_t const n = y.size();
  if (n < 2) {
    if (n == 1) out[0] = y[0];
    return;
  }
  std::size_t const q = loess.window, jump = std::min(loess.jump(), n - 1);
  std::size_t const half = (q + 1) / 2;
  auto const fit_at = [&](std::size_t i) {
    std::size_t left = 1, right = std::min(q, n);
    if (q < n && i >= half) {
      left = std::min(i - half + 1, n - q + 1);
      right = left + q - 1;
    }
    return local_fit(y, loess, static_cast<double>(i), left, right, weight);
  };
  auto const interpolate = [&](std::size_t from, std::size_t to) {
    double const step = (out[to - 1] - out[from - 1]) / static_cast<double>(to - from);
    for (std::size_t j = from + 1; j < to; ++j) out[j - 1] = out[from - 1] + step * static_cast<double>(j - from);
  };
  out[0] = fit_at(1);
  std::size_t last = 1;
  for (std::size_t i = 1 + jump; i <= n; i += jump) {
    out[i - 1] = fit_at(i);
    interpolate(last, i);
    last = i;
  }
  if (last == n) return;
  out[n - 1] = fit_at(n);
  interpolate(last, n);
}

/// Smooths the series of each season, with one more value fitted at either end: n + 2 period values.
void smooth_seasons(std::span<double const> x, std::size_t period, Loess const& loess, std::span<double> out) {
  std::vector<double> sub, smoothed, weight;
  for (std::size_t s = 0; s < period; ++s) {
    sub.clear();
    for (std::size_t t = s; t < x.size(); t += period) sub.push_back(x[t]);
    std::size_t const k = sub.size();
    smoothed.resize(k);
    smooth(sub, loess, smoothed, weight);
    std::size_t const window = std::min(loess.window, k);
    out[s] = local_fit(sub, loess, 0, 1, window, weight);
    for (std::size_t i = 0; i < k; ++i) out[s + (i + 1) * period] = smoothed[i];
    out[s + (k + 1) * period] = local_fit(sub, loess, static_cast<double>(k + 1), k - window + 1, k, weight);
  }
}

/// Running means of `length`; shortens by length - 1.
void running_mean(std::vector<double>& x, std::size_t length) {
  double sum = 0;
  std::size_t const n = x.size() - length + 1;
  for (std::size_t t = 0; t < length; ++t) sum += x[t];
  for (std::size_t t = 0; t < n; ++t) {
    double const leaving = x[t];
    x[t] = sum / static_cast<double>(length);
    if (t + length < x.size()) sum += x[t + length] - leaving;
  }
  x.resize(n);
}

} // namespace

SeasonalTrend stl(std::span<double const> x, int period, StlWindows const& windows) {
  auto const m = static_cast<std::size_t>(period);
  std::size_t const n = x.size();
  double const seasonal_window = std::max(7, windows.seasonal);
  Loess const of_season{static_cast<std::size_t>(seasonal_window), Degree::constant};
  Loess const of_trend{next_odd(1.5 * period / (1 - 1.5 / seasonal_window)), Degree::linear};
  Loess const low_pass{next_odd(period), Degree::linear};
  SeasonalTrend out{std::vector<double>(n), std::vector<double>(n, 0.0)};
  std::vector<double> work(n), cycles(n + 2 * m), low, smoothed(n), weight;
  for (int iteration = 0; iteration < 2; ++iteration) {
    for (std::size_t t = 0; t < n; ++t) work[t] = x[t] - out.trend[t];
    smooth_seasons(work, m, of_season, cycles);
    low = cycles;
    running_mean(low, m);
    running_mean(low, m);
    running_mean(low, 3);
    smooth(low, low_pass, smoothed, weight);
    for (std::size_t t = 0; t < n; ++t) out.seasonal[t] = cycles[t + m] - smoothed[t];
    for (std::size_t t = 0; t < n; ++t) work[t] = x[t] - out.seasonal[t];
    smooth(work, of_trend, out.trend, weight);
  }
  return out;
}

} // namespace rankfold::learners::forecasting::box_jenkins
