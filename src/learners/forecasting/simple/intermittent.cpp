#include "learners/forecasting/simple/intermittent.hpp"
#include "support/error.hpp"
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

double smoothed(std::span<double const> values, double alpha) {
  double level = values.front();
  for (double const value : values) level += alpha * (value - level);
  return level;
}

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

Demands::Demands(std::span<double const> values) {
  double waited = 0.0;
  for (double const value : values) {
    if (value < 0.0) throw FitError{fmt::format("a demand is negative: {}", value)};
    waited += 1.0;
    if (value > 0.0) {
      sizes.push_back(value);
      intervals.push_back(waited);
      waited = 0.0;
    }
  }
}

} // namespace rankfold::learners::forecasting
