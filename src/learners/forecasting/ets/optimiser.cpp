#include "learners/forecasting/ets/optimiser.hpp"
#include "learners/forecasting/ets/likelihood.hpp"
#include "learners/forecasting/ets/step_finder.hpp"
#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {

namespace {

using Vector = SearchSpace::Vector;

/// Below this deviance (values are of order one) the model fits exactly, up to rounding.
double exact_fit(std::size_t n) { return static_cast<double>(n) * std::log(static_cast<double>(n) * 1e-28); }

/// One descent: where it is, and what it has learnt of the deviance.
class Descent {
public:
  Descent(SearchSpace const& space, std::span<double const> values, Candidate const& start) :
      space_{space}, values_{values}, point_{space.coordinates(start)} {
    auto const candidate = space.candidate(point_);
    deviance_ = space.allows(candidate)
                    ? filter(space.form(), values, space.period(), candidate).deviance(values.size())
                    : std::numeric_limits<double>::infinity();
  }

  /// One step. @return by how much the deviance fell; 0 if it could not be made to fall.
  double advance() {
    if (!std::isfinite(deviance_) || deviance_ < exact_fit(values_.size())) return 0.0;
    is_blocked_ = false;
    auto at = sensitivity(space_.form(), values_, space_.period(), space_.candidate(point_));
    space_.to_coordinates(at, point_);
    learn(at);
    auto const corrected = correction_.corrected(space_.size(), at.curvature);
    StepFinder const secant_steps{space_, point_, at.gradient, corrected};
    StepFinder const expected_steps{space_, point_, at.gradient, at.curvature};
    double const before = deviance_;
    Vector const from = point_;
    for (int attempt = 0; attempt < attempts && !(deviance_ < before); ++attempt) {
      try_points({secant_steps.reach(tiny_damping), expected_steps.reach(0.01 * damping_),
                  expected_steps.reach(damping_), expected_steps.reach(30.0 * damping_)});
      if (!(deviance_ < before)) damping_ *= 1000.0;
    }
    previous_gradient_ = at.gradient;
    for (std::size_t i = 0; i < space_.size(); ++i) step_[i] = point_[i] - from[i];
    has_moved_ = deviance_ < before;
    return before - deviance_;
  }

  /// Whether the last step was cut short because what lay beyond is not allowed.
  [[nodiscard]] bool is_blocked() const { return is_blocked_; }
  [[nodiscard]] double deviance() const { return deviance_; }
  [[nodiscard]] Candidate candidate() const { return space_.candidate(point_); }

private:
  static constexpr int attempts = 3;
  static constexpr double tiny_damping = 1e-9;

  void learn(Sensitivity const& at) {
    if (!has_moved_) return;
    Vector change{};
    for (std::size_t i = 0; i < space_.size(); ++i) change[i] = at.gradient[i] - previous_gradient_[i];
    correction_.update(space_.size(), step_, change, at.curvature);
  }

  /// Moves to the best of four points if it is better than where the descent stands, and adapts the damping to it.
  void try_points(std::array<Vector, batch_size> const& points) {
    constexpr std::array<double, batch_size> next_damping{0.1, 0.02, 0.5, 10.0};
    std::array<Candidate, batch_size> candidates;
    for (std::size_t k = 0; k < batch_size; ++k) candidates[k] = space_.candidate(points[k]);
    auto const found = deviances(space_.form(), values_, space_.period(), candidates);
    double factor = 1.0;
    for (std::size_t k = 0; k < batch_size; ++k) {
      if (!(found[k] < deviance_)) continue;
      if (!space_.allows(candidates[k])) {
        is_blocked_ = true;
        continue;
      }
      deviance_ = found[k];
      point_ = points[k];
      factor = next_damping[k];
    }
    damping_ = std::max(tiny_damping, damping_ * factor);
  }

  SearchSpace const& space_;
  std::span<double const> values_;
  Vector point_;
  double deviance_;
  double damping_ = 1e-3;
  SecantCorrection correction_;
  Vector previous_gradient_{}, step_{};
  bool has_moved_ = false;
  bool is_blocked_ = false;
};

} // namespace

Optimum minimise(SearchSpace const& space, std::span<double const> values, Candidate const& start,
                 Effort const& effort) {
  constexpr double patience = 5.0;
  Descent descent{space, values, start};
  for (int i = 0; i < effort.iterations; ++i) {
    double const gain = descent.advance();
    if (descent.is_blocked() && space.has_exact_box()) {
      return minimise(space.with_exact_box(), values, descent.candidate(), effort);
    }
    if (gain < effort.tolerance || descent.deviance() - patience * gain > effort.rival) break;
  }
  return {descent.candidate(), descent.deviance()};
}

} // namespace rankfold::learners::forecasting::smoothing
