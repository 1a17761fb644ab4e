#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <vector>

/// Seasonal ARIMA models (Box & Jenkins 1970), fitted and chosen as in Hyndman & Khandakar (2008).
///
/// phi(B) Phi(B^m) (1-B)^d (1-B^m)^D (x_t - mean - drift t) = theta(B) Theta(B^m) e_t, with phi(B) = 1 - ar1 B - ...
/// and theta(B) = 1 + ma1 B + ...
namespace rankfold::learners::forecasting::box_jenkins {

/// (p,d,q)(P,D,Q)[period]
struct Order {
  int p = 0, d = 0, q = 0;
  int P = 0, D = 0, Q = 0;
  int period = 1;

  [[nodiscard]] int ar_span() const { return p + P * period; } ///< highest lag of phi(B) Phi(B^m)
  [[nodiscard]] int ma_span() const { return q + Q * period; } ///< highest lag of theta(B) Theta(B^m)
  [[nodiscard]] int state_size() const { return std::max(ar_span(), ma_span()); }
  [[nodiscard]] int lost() const { return d + D * period; } ///< observations that differencing takes
  [[nodiscard]] int parameters() const { return p + q + P + Q; }

  auto operator<=>(Order const&) const = default;
};

/// Which regressors go with the ARIMA errors: a level, a linear trend.
struct Regression {
  bool mean = false;
  bool drift = false;

  [[nodiscard]] int count() const { return int{mean} + int{drift}; }
  auto operator<=>(Regression const&) const = default;
};

/// Estimated coefficients, the variance not counted.
[[nodiscard]] inline std::size_t coefficient_count(Order const& order, Regression const& regression) {
  return static_cast<std::size_t>(order.parameters() + regression.count());
}

struct Coefficients {
  std::vector<double> ar, ma, sar, sma;
};

} // namespace rankfold::learners::forecasting::box_jenkins
