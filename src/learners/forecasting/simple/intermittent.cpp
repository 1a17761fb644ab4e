#include "learners/forecasting/simple/intermittent.hpp"
#include "learners/forecasting/ets/observations.hpp"
#include "learners/forecasting/simple/golden_section.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/core.h>

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
  return golden_section([&](double weight) { return squared_errors(values, weight); }, lowest, highest, 1e-9);
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
