#pragma once

#include "learners/forecasting/arima/order.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// First estimates by the method of Hannan & Rissanen (1982): a long autoregression gives innovations, and a regression
/// of the series on its own lags and theirs the coefficients. All that it takes is sums of products at a few dozen
/// lags, which are computed once for a series: an order then costs no more than a linear system of its own size.
class RoughEstimates {
public:
  /// @param values without gaps and regression. @param longest_lag of any order asked for
  RoughEstimates(std::span<double const> values, int longest_lag);

  [[nodiscard]] int longest_lag() const { return longest_lag_; }
  struct Estimate {
    Coefficients coefficients;
    double variance; ///< of the innovations
  };
  /// Estimates for an order, taken as additive in its seasonal terms; zeros where the series is too short for them.
  [[nodiscard]] Estimate estimate(Order const& order) const;

private:
  int longest_lag_;
  double terms_;                       ///< products that enter each sum, about
  std::vector<double> of_values_;      ///< sum x_t x_{t-k}, k = 0 ... longest
  std::vector<double> of_innovations_; ///< sum e_t e_{t-k}
  std::vector<double> across_;         ///< sum x_t e_{t-k}, k = -longest ... longest
};

} // namespace rankfold::learners::forecasting::box_jenkins
