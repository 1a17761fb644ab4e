#pragma once

#include <numbers>

namespace rankfold::learners::forecasting {

/// Where `f`, which has one minimum between `lowest` and `highest`, is smallest, to within `width`.
template <class Function> double golden_section(Function const& f, double lowest, double highest, double width) {
  constexpr double ratio = 1.0 / std::numbers::phi;
  double left = highest - ratio * (highest - lowest);
  double right = lowest + ratio * (highest - lowest);
  double at_left = f(left), at_right = f(right);
  while (highest - lowest > width) {
    if (at_left <= at_right) {
      highest = right;
      right = left;
      at_right = at_left;
      left = highest - ratio * (highest - lowest);
      at_left = f(left);
    } else {
      lowest = left;
      left = right;
      at_left = at_right;
      right = lowest + ratio * (highest - lowest);
      at_right = f(right);
    }
  }
  return 0.5 * (lowest + highest);
}

} // namespace rankfold::learners::forecasting
