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
  Descent(SearchSpace const& space, std::span<double const> values, Candidate const& start, double tolerance) :
      space_{space}, values_{values}, tolerance_{tolerance}, point_{space.coordinates(start)} {
    auto const candidate = space.candidate(point_);
    deviance_ = space.allows(candidate)
                    ? filter(space.form(), values, space.period(), candidate).deviance(values.size())
                    : std::numeric_limits<double>::infinity();
  }

  /// One step. @return by how much the deviance fell; 0 if it could not be made to fall, or by less than the tolerance.
  double advance() {
    if (!std::isfinite(deviance_) || deviance_ < exact_fit(values_.size())) return 0.0;
    is_blocked_ = false;
    auto at = sensitivity(space_.form(), values_, space_.period(), space_.candidate(point_));
    space_.to_coordinates(at, point_);
    learn(at);
    curvature_ = correction_.corrected(space_.size(), at.curvature);
    StepFinder const secant_steps{space_, point_, at.gradient, curvature_};
    StepFinder const expected_steps{space_, point_, at.gradient, at.curvature};
    double const before = deviance_;
    Vector const from = point_;
    for (int attempt = 0; attempt < attempts && !(deviance_ < before); ++attempt) {
      auto const secant = secant_steps.reach(tiny_damping);
      auto const expected = expected_steps.reach(damping_);
      Points const points{secant, midpoint(secant, expected), expected, expected_steps.reach(30.0 * damping_)};
      if (is_negligible(points, at.gradient)) return 0.0;
      try_points(points);
      if (!(deviance_ < before)) damping_ *= 1000.0;
    }
    previous_gradient_ = at.gradient;
    step_ = difference(point_, from);
    has_moved_ = deviance_ < before;
    return before - deviance_;
  }

  /// Whether the last step was cut short because what lay beyond is not allowed.
  [[nodiscard]] bool is_blocked() const { return is_blocked_; }
  /// Whether it is in the basin of a known minimum, and near it: as much lower as the curvature makes of the distance.
  [[nodiscard]] bool leads_to(Optimum const& known) const {
    constexpr double near = 1.0;
    constexpr double slack = 0.02;
    double const height = deviance_ - known.deviance;
    if (height < -tolerance_ || height > near) return false;
    Vector const way = difference(space_.coordinates(known.candidate), point_);
    double fall = 0.0;
    for (std::size_t i = 0; i < space_.size(); ++i) {
      for (std::size_t j = 0; j < space_.size(); ++j) fall += 0.5 * way[i] * curvature_[i][j] * way[j];
    }
    return std::abs(fall) < 2.0 * height + slack;
  }
  [[nodiscard]] double deviance() const { return deviance_; }
  [[nodiscard]] Candidate candidate() const { return space_.candidate(point_); }

private:
  using Points = std::array<Vector, batch_size>;
  static constexpr int attempts = 3;
  static constexpr double tiny_damping = 1e-9;

  [[nodiscard]] Vector difference(Vector const& a, Vector const& b) const {
    Vector result{};
    for (std::size_t i = 0; i < space_.size(); ++i) result[i] = a[i] - b[i];
    return result;
  }

  [[nodiscard]] Vector midpoint(Vector const& a, Vector const& b) const {
    Vector result = a;
    for (std::size_t i = 0; i < space_.size(); ++i) result[i] = 0.5 * (a[i] + b[i]);
    return result;
  }

  /// Whether none of the steps promises what is worth a pass: the slope promises more than there is below. Where no
  /// step could be computed at all, nothing is known.
  [[nodiscard]] bool is_negligible(Points const& points, Vector const& gradient) const {
    double promised = 0.0;
    for (auto const& point : points) {
      double fall = 0.0;
      for (std::size_t i = 0; i < space_.size(); ++i) fall += gradient[i] * (point_[i] - point[i]);
      promised = std::max(promised, fall);
    }
    return promised > 0.0 && promised < tolerance_;
  }

  void learn(Sensitivity const& at) {
    if (!has_moved_) return;
    correction_.update(space_.size(), step_, difference(at.gradient, previous_gradient_), at.curvature);
  }

  /// Moves to the best of four points if it is better than where the descent stands, and adapts the damping to it.
  void try_points(Points const& points) {
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
  double tolerance_;
  Vector point_;
  double deviance_;
  Matrix curvature_{};
  double damping_ = 1e-3;
  SecantCorrection correction_;
  Vector previous_gradient_{}, step_{};
  bool has_moved_ = false;
  bool is_blocked_ = false;
};

} // namespace

std::optional<Optimum> minimise(SearchSpace const& space, std::span<double const> values, Candidate const& start,
                                Effort const& effort) {
  constexpr double patience = 20.0;
  Descent descent{space, values, start, effort.tolerance};
  if (!std::isfinite(descent.deviance())) return std::nullopt;
  double floor = descent.deviance();
  for (int i = 0; i < effort.iterations; ++i) {
    double const gain = descent.advance();
    if (descent.is_blocked() && space.has_exact_box()) {
      return minimise(space.with_exact_box(), values, descent.candidate(), effort);
    }
    auto const& known = effort.known;
    if (std::any_of(known.begin(), known.end(), [&](Optimum const& k) { return descent.leads_to(k); })) return {};
    floor = descent.deviance() - (gain < effort.tolerance ? 0.0 : patience * gain);
    if (gain < effort.tolerance || floor > effort.rival) break;
  }
  return Optimum{descent.candidate(), descent.deviance(), floor};
}

void add_minima(std::vector<Optimum>& known, std::span<Candidate const> starts, SearchSpace const& space,
                std::span<double const> values) {
  for (auto const& start : starts) {
    Effort effort;
    effort.known = known;
    if (!known.empty()) effort.rival = lowest(known).deviance;
    if (auto const found = minimise(space, values, start, effort)) known.push_back(*found);
  }
}

Optimum const& lowest(std::span<Optimum const> minima) {
  return *std::min_element(minima.begin(), minima.end(),
                           [](auto const& a, auto const& b) { return a.deviance < b.deviance; });
}

} // namespace rankfold::learners::forecasting::smoothing
