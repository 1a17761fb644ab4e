#include "learners/forecasting/simple/lag_walk.hpp"

#include "learners/forecasting/normal_intervals.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace rankfold::learners::forecasting {
namespace {

std::vector<double> carried_forward(std::span<double const> values, std::size_t lag) {
  std::vector<double> filled{values.begin(), values.end()};
  for (std::size_t t = lag; t < filled.size(); ++t) {
    if (std::isnan(filled[t])) filled[t] = filled[t - lag];
  }
  return filled;
}

/// y[t] - y[t-m] where y[t] is there.
std::vector<double> differences(std::span<double const> values, std::span<double const> filled, std::size_t lag) {
  std::vector<double> out;
  for (std::size_t t = lag; t < values.size(); ++t) {
    double const difference = values[t] - filled[t - lag];
    if (!std::isnan(difference)) out.push_back(difference);
  }
  return out;
}

void estimate_drift(LagWalk& walk, std::vector<double>& residuals) {
  if (residuals.empty()) throw FitError{"the drift wants two values, one after the other"};
  auto const n = static_cast<double>(residuals.size());
  walk.drift = std::accumulate(residuals.begin(), residuals.end(), 0.0) / n;
  if (!std::isfinite(walk.drift)) throw FitError{"the values are too large to estimate a drift"};
  for (auto& residual : residuals) residual -= walk.drift;
}

double sum_of_squares(std::span<double const> values) {
  return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
}

} // namespace

LagWalk LagWalk::fit(std::span<double const> values, std::size_t lag, Drift drift) {
  if (values.size() < lag) throw FitError{fmt::format("too short: {} values, {} are needed", values.size(), lag)};
  auto const filled = carried_forward(values, lag);
  LagWalk walk;
  walk.last.assign(filled.end() - static_cast<std::ptrdiff_t>(lag), filled.end());
  if (std::ranges::any_of(walk.last, [](double value) { return std::isnan(value); })) {
    throw FitError{lag == 1 ? "all values are missing" : "a position of the season has no value at all"};
  }
  auto residuals = differences(values, filled, lag);
  auto const n = static_cast<double>(residuals.size());
  if (drift == Drift::estimated) estimate_drift(walk, residuals);
  double const parameters = walk.drift == 0 ? 0 : 1; // a drift of exactly zero costs no degree of freedom, as in R
  double const squares = sum_of_squares(residuals);
  walk.residual_variance = n > parameters ? squares / (n - parameters) : std::nan("");
  if (drift == Drift::estimated) walk.drift_error = n > 1 ? std::sqrt(squares / (n - 1) / n) : std::nan("");
  return walk;
}

Forecast LagWalk::forecast(int horizon, std::span<double const> levels) const {
  Forecast out;
  std::vector<double> variances;
  for (std::size_t h = 0; h < static_cast<std::size_t>(horizon); ++h) {
    auto const steps = static_cast<double>(h / last.size() + 1); // lags ahead
    out.mean.push_back(last[h % last.size()] + steps * drift);
    variances.push_back(residual_variance * steps + steps * drift_error * steps * drift_error);
  }
  add_normal_intervals(out, variances, levels);
  return out;
}

} // namespace rankfold::learners::forecasting
