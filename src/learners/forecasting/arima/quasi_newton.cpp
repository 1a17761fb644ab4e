#include "learners/forecasting/arima/quasi_newton.hpp"

#include "learners/forecasting/arima/filters.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// One run: the point reached, and the approximation of the inverse Hessian there.
class Descent {
public:
  Descent(SmoothFunction& function, std::span<double const> start, QuasiNewtonOptions const& options) :
      function_{function}, options_{options}, x_(start.begin(), start.end()), gradient_(start.size()),
      step_(start.size()), trial_(start.size()), trial_gradient_(start.size()), product_(start.size()) {
    value_ = function_.evaluate(x_, gradient_);
    evaluations_ = 1;
  }

  Minimum run() {
    if (std::isfinite(value_) && !x_.empty()) {
      restart();
      for (int steps = 0; steps < options_.max_iterations; ++steps) {
        promised_ = -choose_step() / 2;
        if (promised_ < options_.tolerance) break;
        if (options_.give_up && options_.give_up({x_, value_, promised_, steps, blocked_})) break;
        if (line_search()) continue;
        if (std::exchange(fresh_, true)) break;
        restart();
      }
    }
    return {x_, value_, promised_, evaluations_, blocked_ > 0 && promised_ >= options_.tolerance};
  }

private:
  /// Takes the function's curvature, lifted until it is positive definite.
  void restart() {
    fresh_ = true;
    std::size_t const n = x_.size();
    Matrix hessian;
    function_.curvature(hessian);
    double largest = 0;
    for (std::size_t i = 0; i < n; ++i) largest = std::max(largest, hessian(i, i));
    if (!(largest > 0) || !std::isfinite(largest)) largest = 1;
    for (double lift = 1e-6;; lift *= 100) {
      Matrix factor = hessian;
      for (std::size_t i = 0; i < n; ++i) factor(i, i) = lift < 1e6 ? hessian(i, i) + lift * largest : largest;
      if (lift >= 1e6)
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t j = 0; j < n; ++j) factor(i, j) = i == j ? largest : 0.0;
      if (!cholesky(factor)) continue;
      invert(factor);
      return;
    }
  }

  void invert(Matrix const& factor) {
    std::size_t const n = x_.size();
    inverse_.reset(n);
    for (std::size_t i = 0; i < n; ++i) {
      auto const row = inverse_.row(i); // symmetric, so a row is a column
      row[i] = 1;
      solve_lower(factor, row);
      solve_lower_transposed(factor, row);
    }
  }

  /// @return the slope along the step (negative)
  double choose_step() {
    std::size_t const n = x_.size();
    double longest = 0;
    for (std::size_t i = 0; i < n; ++i) {
      step_[i] = -dot(std::as_const(inverse_).row(i), gradient_);
      longest = std::max(longest, std::abs(step_[i]));
    }
    if (longest > options_.longest_step)
      for (double& s : step_) s *= options_.longest_step / longest;
    return dot(step_, gradient_);
  }

  bool line_search() {
    double const slope = dot(step_, gradient_);
    double length = 1;
    bool inside = true;
    for (int attempt = 0; attempt < 25; ++attempt) {
      for (std::size_t i = 0; i < x_.size(); ++i) trial_[i] = x_[i] + length * step_[i];
      double const value = function_.evaluate(trial_, trial_gradient_);
      ++evaluations_;
      inside = inside && std::isfinite(value);
      if (std::isfinite(value) && value <= value_ + 1e-4 * length * slope) {
        blocked_ = inside ? 0 : blocked_ + 1;
        accept(value);
        return true;
      }
      // The minimum of the parabola through both values and the slope, kept within sensible bounds.
      double const parabola = -slope * length * length / (2 * (value - value_ - slope * length));
      length = std::isfinite(value) ? std::clamp(parabola, 0.1 * length, 0.5 * length) : 0.2 * length;
      if (-slope * length < options_.tolerance * 1e-3) break;
    }
    blocked_ = inside ? 0 : blocked_ + 1;
    return false;
  }

  void accept(double value) {
    std::size_t const n = x_.size();
    for (std::size_t i = 0; i < n; ++i) {
      step_[i] = trial_[i] - x_[i];
      gradient_[i] = trial_gradient_[i] - gradient_[i]; // the change, for the update
    }
    double const curvature = dot(step_, gradient_);
    if (curvature > 1e-12 * std::sqrt(dot(step_, step_) * dot(gradient_, gradient_))) {
      for (std::size_t i = 0; i < n; ++i) product_[i] = dot(std::as_const(inverse_).row(i), gradient_);
      double const scale = (1 + dot(gradient_, product_) / curvature) / curvature;
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          inverse_(i, j) += scale * step_[i] * step_[j] - (product_[i] * step_[j] + step_[i] * product_[j]) / curvature;
    }
    std::swap(x_, trial_);
    std::swap(gradient_, trial_gradient_);
    value_ = value;
    fresh_ = false;
  }

  SmoothFunction& function_;
  QuasiNewtonOptions options_;
  std::vector<double> x_, gradient_, step_, trial_, trial_gradient_, product_;
  Matrix inverse_;
  double value_ = 0, promised_ = 0;
  int evaluations_ = 0;
  int blocked_ = 0;   ///< line searches in a row that met the end of the domain
  bool fresh_ = true; ///< no step since the last restart
};

} // namespace

Minimum minimise(SmoothFunction& function, std::span<double const> start, QuasiNewtonOptions const& options) {
  return Descent{function, start, options}.run();
}

} // namespace rankfold::learners::forecasting::box_jenkins
