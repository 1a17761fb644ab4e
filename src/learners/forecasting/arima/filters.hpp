#pragma once

#include <cstddef>
#include <span>

/// The recursions that every criterion runs over the series: linear filters with nothing before the first value.
///
/// A seasonal ARMA filter is a chain of two sparse ones (lag 1 and lag `period`), which costs p + P products a point
/// instead of p + P * period.
namespace rankfold::learners::forecasting::box_jenkins {

/// out_t = in_t + sign * sum_j c_j in_{t - lag j}. `out` must not overlap `in`.
void apply(std::span<double const> c, int lag, double sign, std::span<double const> in, std::span<double> out);

/// Solves out_t + sum_j c_j out_{t - lag j} = in_t, first value first. `out` may be `in`.
void solve(std::span<double const> c, int lag, std::span<double const> in, std::span<double> out);

/// The transposed of `solve`: out_t + sum_j c_j out_{t + lag j} = in_t, last value first. `out` may be `in`.
void solve_transposed(std::span<double const> c, int lag, std::span<double const> in, std::span<double> out);

/// sum_i a_i b_i over the shorter of both.
[[nodiscard]] double dot(std::span<double const> a, std::span<double const> b);

/// sum_t a_t b_{t - lag}
[[nodiscard]] inline double lagged_dot(std::span<double const> a, std::span<double const> b, std::size_t lag) {
  return lag >= a.size() ? 0.0 : dot(a.subspan(lag), b);
}

} // namespace rankfold::learners::forecasting::box_jenkins
