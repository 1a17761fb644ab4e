#pragma once

#include <span>
#include <vector>

/// Demand that is often zero, seen as sizes of demands and the intervals between them.
namespace rankfold::learners::forecasting {

/// Simple exponential smoothing from the first value on: the level after the last value.
/// @pre at least one value
[[nodiscard]] double smoothed(std::span<double const> values, double alpha);

/// The weight between `lowest` and `highest` with the smallest squared one-step errors of `smoothed`, by golden
/// section.
[[nodiscard]] double best_weight(std::span<double const> values, double lowest, double highest);

/// The demands of a series that is not all zero: their sizes, and how many periods after the one before each came (the
/// first: its position, counted from 1).
struct Demands {
  std::vector<double> sizes, intervals;

  /// @throws FitError if a value is negative, or there is none.
  explicit Demands(std::span<double const> values);
};

} // namespace rankfold::learners::forecasting
