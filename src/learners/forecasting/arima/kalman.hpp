#pragma once

#include "learners/forecasting/arima/matrix.hpp"
#include "learners/forecasting/arima/order.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

class StateSpace;

/// The exact likelihood of an ARIMA model with missing values (NaN), by the Kalman filter, regressors concentrated out.
class KalmanLikelihood {
public:
  /// @param values not differenced, scaled so that innovations are about 1. @param regressors as long, not differenced
  KalmanLikelihood(std::span<double const> values, std::vector<std::vector<double>> regressors, Order const& order);

  /// @return n/2 log S + 1/2 log det; +infinity where it is not defined
  double evaluate(Coefficients const& at);

  /// @name Of the last `evaluate`
  [[nodiscard]] double sum_of_squares() const { return sum_of_squares_; }
  [[nodiscard]] double log_determinant() const { return log_determinant_; }
  [[nodiscard]] std::size_t terms() const { return terms_; }
  [[nodiscard]] std::vector<double> const& regression() const { return beta_; }
  [[nodiscard]] std::vector<double> state() const; ///< after the last value, of the series less its regression
  [[nodiscard]] Matrix const& covariance() const { return covariance_; }

private:
  [[nodiscard]] bool start(StateSpace const& form);
  void step(StateSpace const& form, std::size_t t);
  void advance_covariance(StateSpace const& form, bool observed);
  [[nodiscard]] bool regress();

  std::vector<std::vector<double>> columns_; ///< the series, then the regressors
  Order order_;
  double diffuse_; ///< variance of a value that nothing is known of
  std::vector<std::vector<double>> states_;
  Matrix covariance_, products_;
  std::vector<double> gain_, innovations_, beta_;
  Matrix before_;       ///< covariance one step earlier
  bool steady_ = false; ///< the covariance no longer changes while values are observed
  double variance_ = 1; ///< of the innovation
  double sum_of_squares_ = 0, log_determinant_ = 0;
  std::size_t terms_ = 0;
};

} // namespace rankfold::learners::forecasting::box_jenkins
