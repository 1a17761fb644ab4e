#include "roles/cost_regression.hpp"

#include <algorithm>
#include <cmath>

namespace rankfold::roles {
namespace {

constexpr double prior_of_constant = 1e6, prior_of_slope = 10; ///< variances before anything is seen
constexpr double memory = 32; ///< observations after which one has lost most of its weight
constexpr double drift =
    1 / (memory * memory);    ///< variance that the constant gains with each, so that it goes on learning
constexpr double far_off = 4; ///< times the usual residual
constexpr double least_scale = 0.05;

double mean_of_last(double mean, double value, long count) {
  return mean + (value - mean) / std::min(static_cast<double>(count), memory);
}

} // namespace

void CostRegression::grow(Eigen::Index size) {
  auto const before = weights_.size();
  if (size <= before) return;
  weights_.conservativeResize(size);
  spread_.conservativeResize(size, size);
  auto const added = size - before;
  weights_.tail(added).setZero();
  spread_.rightCols(added).setZero();
  spread_.bottomRows(added).setZero();
  spread_.diagonal().tail(added).setConstant(prior_of_slope);
  if (before == 0) spread_(0, 0) = prior_of_constant;
}

double CostRegression::predict(std::span<Feature const> features) const {
  double sum = weights_[0];
  for (auto const& feature : features) {
    if (feature.index < weights_.size()) sum += weights_[feature.index] * feature.value;
  }
  return sum;
}

Eigen::VectorXd CostRegression::spread_times(std::span<Feature const> features) const {
  Eigen::VectorXd product = spread_.col(0);
  for (auto const& feature : features) product += feature.value * spread_.col(feature.index);
  return product;
}

double CostRegression::clipped(double residual) {
  bool const knows_scale = count_ > 8;
  double const limit = far_off * std::max(scale_, least_scale);
  double const size = knows_scale ? std::clamp(residual, -limit, limit) : residual;
  if (count_ > 1) scale_ = mean_of_last(scale_, std::abs(size), count_);
  return size;
}

void CostRegression::observe(std::span<Feature const> features, double target) {
  for (auto const& feature : features) grow(feature.index + 1);
  ++count_;
  double const residual = clipped(target - predict(features));
  Eigen::VectorXd const direction = spread_times(features);
  double variance = 1 + direction[0];
  for (auto const& feature : features) variance += feature.value * direction[feature.index];
  weights_ += direction * (residual / variance);
  spread_ -= direction * (direction.transpose() / variance);
  spread_(0, 0) += drift;
}

} // namespace rankfold::roles
