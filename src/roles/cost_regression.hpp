#pragma once

#include <Eigen/Core>
#include <span>

namespace rankfold::roles {

/// One of the features that are not zero.
struct Feature {
  int index;
  double value;
};

/// Linear regression learnt one observation after the other (recursive least squares, Plackett 1950), with a ridge that
/// keeps what was not seen yet at zero. An observation that is far off counts as one that is less far off (Huber), and
/// the constant goes on learning as fast, so that it follows what drifts.
class CostRegression {
public:
  CostRegression() { grow(1); }

  /// @param features all indices are from 1; 0 is the constant.
  [[nodiscard]] double predict(std::span<Feature const> features) const;
  void observe(std::span<Feature const> features, double target);
  [[nodiscard]] long count() const { return count_; }

private:
  void grow(Eigen::Index size);
  [[nodiscard]] Eigen::VectorXd spread_times(std::span<Feature const> features) const;
  [[nodiscard]] double clipped(double residual);

  Eigen::VectorXd weights_;
  Eigen::MatrixXd spread_; ///< the inverse of the features' second moments
  double scale_ = 0;       ///< mean of the residuals' sizes
  long count_ = 0;
};

} // namespace rankfold::roles
