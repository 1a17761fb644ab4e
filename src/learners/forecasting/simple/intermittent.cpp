#include "learners/forecasting/simple/intermittent.hpp"
#include "learners/forecasting/ets/observations.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <numbers>

namespace rankfold::learners::forecasting {

namespace {

double squared_errors(std::span<double const> values, double alpha) {
  double level = values.front();
  double sum = 0.0;
  for (double const value : values) {
    double const error = value - level;
    sum += error * error;
    level += alpha * error;
  }
  return sum;
}

} // namespace

double best_weight(std::span<double const> values, double lowest, double highest) {
  constexpr double ratio = 1.0 / std::numbers::phi;
  double left = highest - ratio * (highest - lowest);
  double right = lowest + ratio * (highest - lowest);
  double at_left = squared_errors(values, left);
  double at_right = squared_errors(values, right);
  while (highest - lowest > 1e-9) {
    if (at_left <= at_right) {
      highest = right;
      right = left;
      at_right = at_left;
      left = highest - ratio * (highest - lowest);
      at_left = squared_errors(values, left);
    } else {
      lowest = left;
      left = right;
      at_left = at_right;
      right = lowest + ratio * (highest - lowest);
      at_right = squared_errors(values, right);
    }
  }
  return 0.5 * (lowest + highest);
}

std::vector<double> demand_part(std::span<double const> series) {
  smoothing::Observations observed{series};
  observed.undo_scaling();
  auto const negative = std::ranges::find_if(observed.values, [](double value) { return value < 0.0; });
  if (negative != observed.values.end()) throw FitError{fmt::format("a demand is negative: {}", *negative)};
  return std::move(observed.values);
}

Demands::Demands(std::span<double const> values) {
  double waited = 0.0;
  for (double const value : values) {
    waited += 1.0;
    if (value > 0.0) {
      sizes.push_back(value);
      intervals.push_back(waited);
      waited = 0.0;
    }
  }
}

} // namespace rankfold::learners::forecasting
