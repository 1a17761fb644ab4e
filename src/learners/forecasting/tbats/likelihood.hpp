#pragma once

#include "learners/forecasting/innovations/first_states.hpp"
#include "learners/forecasting/tbats/form.hpp"
#include <span>

namespace rankfold::learners::forecasting::trigonometric {

/// The series that models are fitted to, with what every one of them needs of it.
struct Sample {
  /// @param all NaN is missing; positive where `all_positive` is to hold
  explicit Sample(std::vector<double> all);

  std::vector<double> values;
  std::vector<double> logarithms; ///< empty where a value is not positive: then there is no Box-Cox transform
  double mean_logarithm = 0;
  Eigen::Index observed = 0;

  /// (y^lambda - 1) / lambda; lambda 1 leaves the values as they are.
  void transform(bool box_cox, double lambda, std::vector<double>& out) const;
  /// Below this, squares are rounding errors.
  [[nodiscard]] double negligible() const { return 1e-26 * static_cast<double>(observed); }
};

/// Minus twice the log-likelihood of one form, as a function of its weights: the first states are those that suit the
/// weights best. Constants are left out, as the reference does: n log sum e^2 - 2 (lambda - 1) sum log y.
class Likelihood {
public:
  Likelihood(Sample const& sample, Form form);

  [[nodiscard]] Form const& form() const { return form_; }
  /// +infinity where the weights are not admissible.
  [[nodiscard]] double deviance(Eigen::VectorXd const& point);

  /// @name at the point of the last `deviance` that was finite
  /// Errors, times a factor that makes the sum of their squares exp(deviance / n) whatever lambda is.
  [[nodiscard]] Eigen::VectorXd const& errors() const { return least_.errors(); }
  [[nodiscard]] Eigen::VectorXd const& first_states() const { return least_.values(); }
  /// Derivatives of these errors by the point's coordinates, first states following the weights.
  void linearise(Eigen::VectorXd const& point, Eigen::MatrixXd& jacobian);

private:
  void run(Eigen::VectorXd const& point, Eigen::Ref<Eigen::VectorXd> errors);
  [[nodiscard]] double unit(Weights const& weights) const;

  Sample const& sample_;
  Form form_;
  std::vector<double> transformed_, row_;
  innovations::ErrorRows rows_;
  innovations::FirstStates least_;
};

} // namespace rankfold::learners::forecasting::trigonometric
