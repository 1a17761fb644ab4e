#pragma once

#include "learners/forecasting/arima/arma_criterion.hpp"
#include "learners/forecasting/arima/order.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// x_t - x_{t-lag}, `times` times; empty where nothing is left.
[[nodiscard]] std::vector<double> difference(std::span<double const> x, int lag, int times);

/// Whether all values are equal to within rounding. Missing values (NaN) do not count; without values it is constant.
[[nodiscard]] bool is_constant(std::span<double const> x);

/// The weights of x_{t-1}, x_{t-2}, ... in x_t - (1-B)^d (1-B^m)^D x_t.
[[nodiscard]] std::vector<double> integration_weights(Order const& order);

/// A series made ready for fitting: differenced, its regression roughly taken out, and scaled to unit mean square, so
/// that sums of squares neither overflow nor cancel.
struct PreparedSample {
  Sample sample;
  std::vector<double> offset;          ///< what was taken out already, in units of the sample's regressors and values
  std::vector<double> regressor_scale; ///< coefficient of the user's regressor = scale * that of the sample's
  double scale = 1;                    ///< value = scale * sample value
  bool explained = false;              ///< but for rounding, differences and regression leave nothing
};

/// @pre no value is missing, and more than `order.lost()` are there
[[nodiscard]] PreparedSample prepare(std::span<double const> x, Order const& order, Regression const& regression);

} // namespace rankfold::learners::forecasting::box_jenkins
