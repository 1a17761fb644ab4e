#pragma once

#include "learners/forecasting/arima/matrix.hpp"
#include "learners/forecasting/arima/order.hpp"
#include "learners/forecasting/arima/stationary_state.hpp"
#include <array>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// A differenced series without gaps, and the regressors differenced with it.
struct Sample {
  std::vector<double> values;
  std::vector<std::vector<double>> regressors; ///< each as long as `values`; at most a few
};

enum class Criterion {
  exact,      ///< Gaussian likelihood of a stationary process
  conditional ///< sum of squares given the first p + P m values and no innovations before them
};

/// The Gaussian criteria of an ARMA model with regressors, with their derivatives.
///
/// Exact likelihood. Filtering the series as if nothing had come before it gives e0 = theta^-1 phi x. The truth is
/// e = e0 - V s, where s is the state before time 1 (StationaryState) and column i of V is the response of 1 / theta to
/// an impulse at time i. Integrating s out, with covariance O (all in units of the innovations' variance) and G = V'V:
///   S = e0'e0 - h' (O^-1 + G)^-1 h,  h = V'e0,     log det = log |I + O G|
/// (the determinant form of Ljung & Box 1979). So one evaluation is two or three passes of sparse filters over the
/// series, plus matrices of the size of the state; nothing is approximated, and no step of a Kalman filter is taken.
/// The regressors' coefficients (generalised least squares) and the variance of the innovations are concentrated out.
///
/// Derivatives are exact, by the adjoint of these formulas: S is a minimum over s and the regressors' coefficients, so
/// it changes as if both were fixed, which takes one more backward filter pass.
///
/// Holds its buffers from call to call: one object for all orders tried on a series, used by one thread at a time.
class ArmaCriterion {
public:
  explicit ArmaCriterion(Criterion criterion) : criterion_{criterion} {}

  /// @return n/2 log S + 1/2 log det: minus the log-likelihood but for a constant; +infinity where it is not defined.
  /// @pre the polynomials are stationary and invertible; Criterion::conditional needs sample.values.size() > ar_span
  double evaluate(Sample const& sample, Order const& order, Coefficients const& at);

  /// Derivatives of the last `evaluate`, in the order ar, ma, sar, sma.
  void gradient(std::span<double> by_coefficients);

  /// The Gauss-Newton approximation of the second derivatives at the last `gradient`: parameters x parameters.
  void curvature(Matrix& hessian);

  /// @name Of the last `evaluate`
  [[nodiscard]] double sum_of_squares() const { return sum_of_squares_; }
  [[nodiscard]] double log_determinant() const { return log_determinant_; }
  [[nodiscard]] std::size_t terms() const { return terms_; } ///< squares in the sum
  [[nodiscard]] std::vector<double> const& regression() const { return beta_; }

  /// The state after the last value: expectation and covariance given the whole series, in units of the data and of the
  /// innovations' variance. Valid after `gradient`. The covariance has size 0 where it is negligible.
  void final_state(std::span<double> state, Matrix& covariance);

private:
  /// The series, or a regressor, after the filters.
  struct Track {
    std::vector<double> residual;  ///< e0
    std::vector<double> whitened;  ///< K^-1 h: what its past may explain, in coordinates where G = I
    std::vector<double> explained; ///< B^-1 K^-1 h
  };

  /// The first `size` values of a buffer, which only ever grows: shrinking and growing would clear it each time.
  [[nodiscard]] static std::span<double> room(std::vector<double>& buffer, std::size_t size) {
    if (buffer.size() < size) buffer.resize(size);
    return std::span{buffer}.first(size);
  }

  void filter(std::span<double const> x, std::vector<double>& residual);
  void impulse_response();
  [[nodiscard]] bool factor_state();
  void compute_gram();
  void project(Track& track);
  [[nodiscard]] double product(Track const& a, Track const& b) const;
  [[nodiscard]] bool regress(Sample const& sample);
  void combine(Sample const& sample);
  void estimate_start();
  void gradient_of_data(std::span<double> by);
  void gradient_of_state();
  void compute_posterior();
  void gradient_of_response(Matrix const& posterior);
  void sensitivities();
  [[nodiscard]] std::vector<double> effect_of_start() const;

  Criterion criterion_;
  Sample const* sample_ = nullptr;
  Order order_;
  Coefficients at_;
  std::size_t n_ = 0;    ///< length of the series
  std::size_t r_ = 0;    ///< size of the state
  std::size_t seen_ = 0; ///< components of the state that reach the series: min(r, n)
  std::size_t terms_ = 0;
  std::size_t skipped_ = 0;               ///< values that Criterion::conditional is conditional on
  std::vector<double> ar_, ma_;           ///< of the products of the polynomials, lags 1 ... r
  std::vector<double> response_;          ///< 1 / (theta Theta), up to where it has died away, at most n
  std::vector<double> seasonal_response_; ///< 1 / Theta at whole periods
  StationaryState stationary_;
  Matrix gram_, scaled_, inner_; ///< lower factor K of G; O K; lower factor of B = I + K' O K
  std::vector<Track> tracks_;
  std::vector<double> series_;   ///< less its regression
  std::vector<double> residual_; ///< e: of that series, given the state before it
  std::vector<double> beta_, start_, multiplier_, adjoint_, scratch_, diagonals_, by_ar_, by_ma_;
  std::array<std::vector<double>, 4> sensitivities_; ///< of the residuals to ar, ma, sar, sma; lagged, for higher terms
  Matrix inverse_, kernel_, normal_;
  Matrix inner_inverse_; ///< B^-1
  Matrix posterior_;     ///< covariance of the state before time 1, given the series: K'^-1 (I - B^-1) K^-1
  double sum_of_squares_ = 0, log_determinant_ = 0;
};

} // namespace rankfold::learners::forecasting::box_jenkins
