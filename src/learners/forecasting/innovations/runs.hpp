#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

/// Running a linear innovations state space model, whichever it is: a `Recursion` has `predict(row)`, the forecasts of
/// the next values, and `advance(row)`, which takes their errors; a row has a number for each of the series side by
/// side.
namespace rankfold::learners::forecasting::innovations {

/// Runs through the values of the series in column 0; those in the other columns are zero. NaN is missing: its error
/// is zero, and the states go on by themselves.
/// @param row as long as there are columns. @param take is given the errors wherever there is a value.
template <class Recursion, class Take>
void run_through(Recursion& recursion, std::span<double const> values, std::span<double> row, Take take) {
  for (double const value : values) {
    if (std::isnan(value)) {
      // Forecasts all the same: a recursion may go on from what it has found for them.
      recursion.predict(row);
      std::ranges::fill(row, 0.0);
    } else {
      recursion.predict(row);
      for (double& forecast : row) forecast = -forecast;
      row.front() += value;
      take(std::span<double const>{row});
    }
    recursion.advance(row);
  }
}

/// Forecasts of a recursion of one column, step after step.
template <class Recursion> [[nodiscard]] std::vector<double> run_on(Recursion& recursion, std::size_t steps) {
  std::vector<double> forecasts(steps);
  for (double& forecast : forecasts) {
    recursion.predict({&forecast, 1});
    recursion.advance(std::array{0.0});
  }
  return forecasts;
}

/// Variances of the forecast errors of each step, in units of the errors' variance.
/// @param recursion of one column, its states zero
template <class Recursion>
[[nodiscard]] std::vector<double> relative_variances(Recursion& recursion, std::size_t steps) {
  double nothing = 0.0;
  recursion.predict({&nothing, 1});
  recursion.advance(std::array{1.0});
  std::vector<double> variances{1.0};
  for (double const effect : run_on(recursion, steps - 1)) variances.push_back(variances.back() + effect * effect);
  return variances;
}

/// The values with the missing ones at the end taken off. @return how many these were
inline std::size_t drop_missing_end(std::vector<double>& values) {
  std::size_t count = 0;
  for (; !values.empty() && std::isnan(values.back()); ++count) values.pop_back();
  return count;
}

} // namespace rankfold::learners::forecasting::innovations
