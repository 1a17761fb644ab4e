#pragma once

#include <algorithm>
#include <cmath>
#include <span>

namespace rankfold::data {

/// Without the missing values before the first and behind the last one: in long layout these rows would not be there.
inline std::span<double const> observed_part(std::span<double const> values) {
  auto const is_value = [](double value) { return !std::isnan(value); };
  auto const first = std::ranges::find_if(values, is_value);
  if (first == values.end()) return {};
  auto const last = std::find_if(values.rbegin(), values.rend(), is_value).base();
  return {first, last};
}

} // namespace rankfold::data
