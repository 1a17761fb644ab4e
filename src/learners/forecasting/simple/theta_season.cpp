#include "learners/forecasting/simple/theta_season.hpp"

#include "learners/forecasting/ets/decomposition.hpp"
#include "learners/forecasting/ets/observations.hpp"
#include <algorithm>
#include <cmath>
#include <numeric>

namespace rankfold::learners::forecasting {
namespace {

using Values = std::vector<double>;

double mean_of(Values const& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Autocorrelations at lags 1 to `most`.
Values autocorrelations(Values const& values, std::size_t most) {
  double const center = mean_of(values);
  auto const covariance = [&](std::size_t lag) {
    double sum = 0.0;
    for (std::size_t t = lag; t < values.size(); ++t) sum += (values[t] - center) * (values[t - lag] - center);
    return sum;
  };
  Values result(most);
  for (std::size_t lag = 1; lag <= most; ++lag) result[lag - 1] = covariance(lag) / covariance(0);
  return result;
}

/// Whether the autocorrelation at the period is significant at 10 %, by Bartlett's standard error.
bool looks_seasonal(Values const& values, std::size_t period) {
  if (period < 2 || values.size() <= 2 * period) return false;
  if (std::ranges::all_of(values, [&](double v) { return v == values.front(); })) return false;
  auto const r = autocorrelations(values, period);
  double sum = 1.0;
  for (std::size_t i = 0; i + 1 < period; ++i) sum += 2.0 * r[i] * r[i];
  constexpr double normal_95_percent = 1.6448536269514722;
  return std::abs(r.back()) / std::sqrt(sum / static_cast<double>(values.size())) > normal_95_percent;
}

/// Seasonal factors with mean 1; empty where one is so small that dividing by it would make no sense.
Values seasonal_factors(Values const& values, std::size_t period) {
  auto factors = smoothing::classical_seasons(smoothing::Component::multiplicative, values, period);
  double const center = mean_of(factors);
  for (double& f : factors) f /= center;
  bool const usable = std::ranges::all_of(factors, [](double f) { return std::isfinite(f) && std::abs(f) >= 1e-4; });
  return usable ? factors : Values{};
}

} // namespace

Deseasonalised deseasonalise(std::span<double const> series, std::size_t period) {
  smoothing::Observations observed{series};
  observed.undo_scaling();
  Deseasonalised out{std::move(observed.values), {}, static_cast<int>(observed.gap)};
  auto& [values, season, gap] = out;
  if (looks_seasonal(values, period)) season = seasonal_factors(values, period);
  if (season.empty()) return out;
  for (std::size_t t = 0; t < values.size(); ++t) values[t] /= season[t % period];
  std::ranges::rotate(season, season.begin() + static_cast<std::ptrdiff_t>(values.size() % period));
  return out;
}

} // namespace rankfold::learners::forecasting
