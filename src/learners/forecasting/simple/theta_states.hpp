#pragma once

#include <span>
#include <vector>

/// Theta models in state space form, with the theta line's coefficient and the first level estimated: Fiorucci,
/// Pellegrini, Louzada, Petropoulos & Koehler, Int. J. Forecasting 32 (2016).
namespace rankfold::learners::forecasting {

/// The least squares line through the first t values: value at time i = intercept + slope i, i from 1.
struct TrendLine {
  double mean = 0.0, slope = 0.0;

  /// Takes in the t-th value, t from 1.
  void add(double value, double t);
  [[nodiscard]] double intercept(double t) const { return mean - 0.5 * (t + 1.0) * slope; }
};

/// y[t] = mu[t] + e[t], mu[t] = level[t-1] + (1 - 1/theta) ((1-alpha)^(t-1) A + (1 - (1-alpha)^t) / alpha B),
/// level[t] = alpha y[t] + (1-alpha) level[t-1], A and B being intercept and slope of the trend line.
struct ThetaStates {
  /// Through all values (the paper's STM and OTM), or through those before each t (DSTM and DOTM).
  enum class Line { fixed, dynamic };

  Line line = Line::fixed;
  double alpha = 0.5;
  double weight = 0.5; ///< 1 - 1/theta, in [0, 1)
  double level = 0.0;  ///< after the last value
  TrendLine trend;     ///< after the last value
  int n_used = 0;
  double sigma2 = 0.0; ///< mean squared one-step error, from the third value on

  [[nodiscard]] double theta() const { return 1.0 / (1.0 - weight); }
};

enum class ThetaCoefficient { two, estimated };

/// Minimises the squared errors from the third value on, over alpha in [0.1, 0.99], theta from 1 and the first level.
/// @throws FitError below four values
[[nodiscard]] ThetaStates fit_theta_states(std::span<double const> values, ThetaStates::Line line,
                                           ThetaCoefficient coefficient);

/// Means and variances of the values after the last one, one a step: exact, as the model is linear in its errors.
struct ThetaPath {
  std::vector<double> means, variances;
};
[[nodiscard]] ThetaPath forecast_theta_states(ThetaStates const& model, int steps);

} // namespace rankfold::learners::forecasting
