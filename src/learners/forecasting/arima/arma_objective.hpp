#pragma once

#include "learners/forecasting/arima/arma_criterion.hpp"
#include "learners/forecasting/arima/polynomial.hpp"
#include "learners/forecasting/arima/quasi_newton.hpp"

namespace rankfold::learners::forecasting::box_jenkins {

/// A criterion as a function without bounds: the variables are atanh of the partial autocorrelations of each of the
/// four polynomials, in the order ar, ma, sar, sma, so that every point is a stationary and invertible model.
class ArmaObjective final : public SmoothFunction {
public:
  /// @param smallest_root the domain ends where a polynomial has a root of this modulus, 1 or more
  ArmaObjective(ArmaCriterion& criterion, Sample const& sample, Order const& order, double smallest_root = 1);

  double evaluate(std::span<double const> x, std::span<double> gradient) override;
  void curvature(Matrix& hessian) override;
  [[nodiscard]] double value(std::span<double const> x); ///< without derivatives

  /// The model at a point.
  [[nodiscard]] Coefficients const& coefficients(std::span<double const> x);
  [[nodiscard]] static Coefficients model(Order const& order, std::span<double const> x);
  /// Whether a point is within the domain.
  [[nodiscard]] bool contains(std::span<double const> x);
  /// The point of a model; not so close to the bounds that a search could not leave them.
  [[nodiscard]] static std::vector<double> point(Coefficients const& coefficients);

private:
  struct Block {
    std::size_t first, size;
    double sign; ///< of the polynomial's coefficients against an autoregressive one's
    PartialAutocorrelations transform;
  };

  /// Derivatives by the coefficients into derivatives by the variables.
  void pull_back(std::span<double const> by_coefficients, std::span<double> by_x);

  ArmaCriterion& criterion_;
  Sample const& sample_;
  Order order_;
  double smallest_root_;
  std::vector<Block> blocks_;
  std::vector<double> pacf_, by_coefficients_, by_pacf_;
  Coefficients coefficients_;
  std::vector<double> last_; ///< where the criterion was evaluated last
  double last_value_ = 0;
};

} // namespace rankfold::learners::forecasting::box_jenkins
