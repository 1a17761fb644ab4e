#pragma once

#include <span>
#include <vector>

/// Demand that is often zero, seen as sizes of demands and the intervals between them.
namespace rankfold::learners::forecasting {

/// The weight between `lowest` and `highest` with the smallest squared one-step errors of simple exponential smoothing
/// from the first value on, by golden section. @pre at least one value
[[nodiscard]] double best_weight(std::span<double const> values, double lowest, double highest);

/// The part of a series that these methods are fitted to: the longest without a missing value, in its own units.
/// @throws FitError if there is none, or a value is negative or too large
[[nodiscard]] std::vector<double> demand_part(std::span<double const> series);

/// The demands of a series that is not all zero: their sizes, and how many periods after the one before each came (the
/// first: its position, counted from 1).
struct Demands {
  std::vector<double> sizes, intervals;

  /// @param values none negative
  explicit Demands(std::span<double const> values);
};

} // namespace rankfold::learners::forecasting
