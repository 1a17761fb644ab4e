#include "learners/forecasting/ets/optimiser.hpp"
#include "learners/forecasting/ets/likelihood.hpp"
#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {

namespace {

using Vector = SearchSpace::Vector;
using Matrix = std::array<Vector, Layout::capacity>;

/// Solves A x = b for a positive definite A of order n, by Cholesky's factors. @return false if A is not.
bool solve_positive_definite(Matrix& a, Vector& b, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) {
    double pivot = a[j][j];
    for (std::size_t k = 0; k < j; ++k) pivot -= a[j][k] * a[j][k];
    if (!(pivot > 0.0)) return false;
    a[j][j] = std::sqrt(pivot);
    for (std::size_t i = j + 1; i < n; ++i) {
      double sum = a[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i][k] * a[j][k];
      a[i][j] = sum / a[j][j];
    }
    for (std::size_t k = 0; k < j; ++k) b[j] -= a[j][k] * b[k];
    b[j] /= a[j][j];
  }
  for (std::size_t j = n; j-- > 0;) {
    for (std::size_t k = j + 1; k < n; ++k) b[j] -= a[k][j] * b[k];
    b[j] /= a[j][j];
  }
  return true;
}

/// Steps from one point, with the curvature's diagonal raised by a factor (Marquardt).
class StepFinder {
public:
  StepFinder(SearchSpace const& space, Vector const& point, Sensitivity const& at) :
      space_{space}, point_{point}, at_{at} {
    for (std::size_t i = 0; i < space.size(); ++i)
      free_[i] = space.is_free(i) && at.curvature[i][i] > 0.0 && !is_stuck(i);
  }

  /// The point reached. A coordinate that would leave the box stops at its bound, and the others are solved again.
  [[nodiscard]] Vector reach(double damping) const {
    auto open = free_;
    Vector step{};
    for (std::size_t round = 0; round <= Layout::smoothing_count; ++round) {
      if (!solve(open, damping, step)) break;
      bool stopped = false;
      for (std::size_t i = 0; i < Layout::smoothing_count; ++i) {
        if (!open[i]) continue;
        double const target = std::clamp(point_[i] + step[i], space_.lower(i), space_.upper(i));
        if (target == point_[i] + step[i]) continue;
        step[i] = target - point_[i];
        open[i] = false;
        stopped = true;
      }
      if (!stopped) break;
    }
    return moved_by(step);
  }

private:
  [[nodiscard]] bool is_stuck(std::size_t i) const {
    return (point_[i] <= space_.lower(i) && at_.gradient[i] > 0.0) ||
           (point_[i] >= space_.upper(i) && at_.gradient[i] < 0.0);
  }

  /// Solves for the open coordinates; the others keep the step they have.
  bool solve(std::array<bool, Layout::capacity> const& open, double damping, Vector& step) const {
    std::array<std::size_t, Layout::capacity> index;
    std::size_t n = 0;
    for (std::size_t i = 0; i < space_.size(); ++i) {
      if (open[i]) index[n++] = i;
    }
    Matrix a;
    Vector b;
    for (std::size_t r = 0; r < n; ++r) {
      std::size_t const i = index[r];
      b[r] = -at_.gradient[i];
      for (std::size_t k = 0; k < space_.size(); ++k) {
        if (!open[k]) b[r] -= at_.curvature[i][k] * step[k];
      }
      for (std::size_t c = 0; c <= r; ++c) a[r][c] = at_.curvature[i][index[c]];
      a[r][r] *= 1.0 + damping;
    }
    if (!solve_positive_definite(a, b, n)) return false;
    for (std::size_t r = 0; r < n; ++r) step[index[r]] = b[r];
    return true;
  }

  [[nodiscard]] Vector moved_by(Vector const& step) const {
    Vector result = point_;
    for (std::size_t i = 0; i < space_.size(); ++i) {
      if (space_.is_free(i)) result[i] = std::clamp(point_[i] + step[i], space_.lower(i), space_.upper(i));
    }
    return result;
  }

  SearchSpace const& space_;
  Vector const& point_;
  Sensitivity const& at_;
  std::array<bool, Layout::capacity> free_{};
};

struct Point {
  Vector coordinates;
  double deviance;
};

/// The best of four points, one for each damping.
struct Trial {
  Point best;
  std::size_t lane;
};

Trial try_steps(SearchSpace const& space, std::span<double const> values, StepFinder const& steps,
                std::array<double, batch_size> const& dampings) {
  std::array<Vector, batch_size> points;
  std::array<Candidate, batch_size> candidates;
  for (std::size_t k = 0; k < batch_size; ++k) {
    points[k] = steps.reach(dampings[k]);
    candidates[k] = space.candidate(points[k]);
  }
  auto const found = deviances(space.form(), values, space.period(), candidates);
  Trial trial{{points[0], std::numeric_limits<double>::infinity()}, 0};
  for (std::size_t k = 0; k < batch_size; ++k) {
    if (found[k] < trial.best.deviance && space.allows(candidates[k])) trial = {{points[k], found[k]}, k};
  }
  return trial;
}

/// Below this sum of squares per observation (values are of order one) the model fits exactly.
double exact_fit(std::size_t n) { return static_cast<double>(n) * std::log(static_cast<double>(n) * 1e-28); }

} // namespace

Optimum minimise(SearchSpace const& space, std::span<double const> values, Candidate const& start,
                 Effort const& effort) {
  constexpr std::array<double, batch_size> factors{0.01, 1.0, 30.0, 1000.0};
  Point now{space.coordinates(start), 0.0};
  now.deviance = filter(space.form(), values, space.period(), space.candidate(now.coordinates)).deviance(values.size());
  if (!space.allows(space.candidate(now.coordinates))) now.deviance = std::numeric_limits<double>::infinity();
  double damping = 1e-3;
  for (int i = 0; i < effort.iterations && std::isfinite(now.deviance); ++i) {
    if (now.deviance < exact_fit(values.size())) break;
    auto at = sensitivity(space.form(), values, space.period(), space.candidate(now.coordinates));
    space.to_coordinates(at, now.coordinates);
    StepFinder const steps{space, now.coordinates, at};
    Trial trial{now, 0};
    for (int attempt = 0; attempt < 3; ++attempt) {
      std::array<double, batch_size> dampings;
      for (std::size_t k = 0; k < batch_size; ++k) dampings[k] = damping * factors[k];
      trial = try_steps(space, values, steps, dampings);
      if (trial.best.deviance < now.deviance) break;
      damping = dampings.back() * 10.0;
    }
    double const gain = now.deviance - trial.best.deviance;
    if (!(gain > 0.0)) break;
    now = trial.best;
    damping = std::max(1e-9, damping * factors[trial.lane]);
    if (gain < effort.tolerance) break;
  }
  return {space.candidate(now.coordinates), now.deviance};
}

} // namespace rankfold::learners::forecasting::smoothing
