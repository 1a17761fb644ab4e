#pragma once

#include "learners/forecasting/arima/order.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// The state space form of a model without its regression: x_t = observation . s + e_t, then s = T s + gain e_t.
///
/// The first r components are what the differenced series owes to its past (StationaryState): they move one place up
/// and take in ar times the differenced value. The others are the last values of x, newest first: they move one place
/// down.
class StateSpace {
public:
  StateSpace(Order const& order, Coefficients const& coefficients);

  [[nodiscard]] std::size_t size() const { return gain_.size(); }
  [[nodiscard]] std::vector<double> const& gain() const { return gain_; }
  [[nodiscard]] std::vector<double> const& observation() const { return observation_; }
  [[nodiscard]] std::span<double const> ar() const { return ar_; } ///< lags 1 ... r
  [[nodiscard]] std::span<double const> ma() const { return ma_; }

  /// s becomes T s. @return observation . s before
  double advance(std::span<double> s) const;
  /// row becomes row T.
  void advance_transposed(std::span<double> row) const;

private:
  std::size_t r_;
  std::vector<double> ar_, ma_, weights_, gain_, observation_;
};

} // namespace rankfold::learners::forecasting::box_jenkins
