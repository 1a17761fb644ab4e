#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// The power of two at or below the mean absolute value, NaN left out; 1 where that is zero. Dividing by it is exact.
[[nodiscard]] double order_of_magnitude(std::span<double const> values);

/// The longest unbroken part of a series, the first of several, divided by a power of two that makes its mean absolute
/// value of order one: the division is exact, and squares neither overflow nor vanish.
struct Observations {
  std::vector<double> values;
  std::size_t begin = 0; ///< position of the first of them in the series
  double scale = 1.0;
  std::size_t gap = 0; ///< positions from the last value to the end of the series

  /// @throws FitError if there is no value, or one too large to be squared (above 1e150).
  explicit Observations(std::span<double const> series);

  [[nodiscard]] bool is_constant() const;
  /// The values in the units of the series.
  void undo_scaling();
};

} // namespace rankfold::learners::forecasting::smoothing
