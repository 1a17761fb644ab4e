#include "learners/forecasting/ets/step_finder.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting::smoothing {

namespace {

using Vector = SearchSpace::Vector;

/// Solves A x = b for a positive definite A of order n, by Cholesky's factors. Only the upper triangle is read, row by
/// row, so that what is done to a row is done to several numbers at once. @return false if A is not positive definite.
bool solve_positive_definite(Matrix& a, Vector& b, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) {
    if (!(a[j][j] > 0.0)) return false;
    double const inverse = 1.0 / std::sqrt(a[j][j]);
    a[j][j] = inverse;
    b[j] *= inverse;
    for (std::size_t i = j + 1; i < n; ++i) a[j][i] *= inverse;
    for (std::size_t i = j + 1; i < n; ++i) b[i] -= a[j][i] * b[j];
    for (std::size_t k = j + 1; k < n; ++k) {
      double const factor = a[j][k];
      for (std::size_t i = k; i < n; ++i) a[k][i] -= factor * a[j][i];
    }
  }
  for (std::size_t j = n; j-- > 0;) {
    for (std::size_t k = j + 1; k < n; ++k) b[j] -= a[j][k] * b[k];
    b[j] *= a[j][j];
  }
  return true;
}

double dot(std::size_t n, Vector const& a, Vector const& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

} // namespace

StepFinder::StepFinder(SearchSpace const& space, Vector const& point, Vector const& gradient, Matrix const& curvature) :
    space_{space}, point_{point}, gradient_{gradient}, curvature_{curvature} {
  for (std::size_t i = 0; i < space.size(); ++i) {
    free_[i] = space.is_free(i) && curvature[i][i] > 0.0 && !is_held_by_bound(i);
  }
}

bool StepFinder::is_held_by_bound(std::size_t i) const {
  return (point_[i] <= space_.lower(i) && gradient_[i] > 0.0) || (point_[i] >= space_.upper(i) && gradient_[i] < 0.0);
}

Vector StepFinder::reach(double damping) const {
  auto open = free_;
  Vector step{};
  for (std::size_t round = 0; round <= Layout::smoothing_count; ++round) {
    if (!solve(open, damping, step)) return point_;
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
  Vector reached = point_;
  for (std::size_t i = 0; i < space_.size(); ++i) {
    if (free_[i]) reached[i] = std::clamp(point_[i] + step[i], space_.lower(i), space_.upper(i));
  }
  return reached;
}

/// Solves for the open coordinates; the others keep the step they have.
bool StepFinder::solve(Flags const& open, double damping, Vector& step) const {
  std::array<std::size_t, Layout::capacity> index;
  std::size_t n = 0;
  for (std::size_t i = 0; i < space_.size(); ++i) {
    if (open[i]) index[n++] = i;
  }
  Matrix a;
  Vector b;
  for (std::size_t r = 0; r < n; ++r) {
    std::size_t const i = index[r];
    b[r] = -gradient_[i];
    for (std::size_t k = 0; k < Layout::smoothing_count; ++k) {
      if (!open[k]) b[r] -= curvature_[i][k] * step[k];
    }
    for (std::size_t c = r; c < n; ++c) a[r][c] = curvature_[i][index[c]];
    a[r][r] *= 1.0 + damping;
  }
  if (!solve_positive_definite(a, b, n)) return false;
  for (std::size_t r = 0; r < n; ++r) step[index[r]] = b[r];
  return true;
}

void SecantCorrection::update(std::size_t n, Vector const& step, Vector const& gradient_change,
                              Matrix const& curvature) {
  double const along = dot(n, step, gradient_change);
  if (!(along > 0.0)) return;
  Vector lacking{};
  Vector corrected{};
  for (std::size_t i = 0; i < n; ++i) {
    corrected[i] = dot(n, correction_[i], step);
    lacking[i] = gradient_change[i] - dot(n, curvature[i], step);
  }
  // Sizing: a correction learnt farther from the minimum is too large for what is lacking now.
  double const old_size = dot(n, step, corrected);
  double const size = old_size != 0.0 ? std::min(1.0, std::abs(dot(n, step, lacking) / old_size)) : 1.0;
  for (std::size_t i = 0; i < n; ++i) lacking[i] -= size * corrected[i];
  double const shared = dot(n, lacking, step) / (along * along);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      correction_[i][j] = size * correction_[i][j] +
                          (lacking[i] * gradient_change[j] + gradient_change[i] * lacking[j]) / along -
                          shared * gradient_change[i] * gradient_change[j];
    }
  }
}

Matrix SecantCorrection::corrected(std::size_t n, Matrix const& curvature) const {
  Matrix result;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) result[i][j] = curvature[i][j] + correction_[i][j];
  }
  return result;
}

} // namespace rankfold::learners::forecasting::smoothing
