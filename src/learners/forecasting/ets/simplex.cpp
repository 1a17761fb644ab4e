#include "learners/forecasting/ets/simplex.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting::smoothing {

namespace {

using Point = std::vector<double>;

/// What counts as the value of a point that is not allowed.
constexpr double very_large = 1e35;

struct Corner {
  Point point;
  double value;
};

class Simplex {
public:
  Simplex(std::function<double(Point const&)> const& f, Point const& start, double value) : f_{f} {
    double side = 0.0;
    for (double const x : start) side = std::max(side, 0.1 * std::abs(x));
    if (side == 0.0) side = 0.1;
    corners_.push_back({start, value});
    for (std::size_t i = 0; i < start.size(); ++i) {
      corners_.push_back({start, 0.0});
      double step = side;
      while (corners_.back().point[i] == start[i]) {
        corners_.back().point[i] = start[i] + step;
        step *= 10.0;
      }
      size_ += step;
    }
    evaluate_all_but_best();
  }

  [[nodiscard]] int evaluations() const { return evaluations_; }
  [[nodiscard]] Corner const& best() const { return corners_[best_]; }
  [[nodiscard]] double spread() const { return corners_[worst_].value - corners_[best_].value; }

  /// Finds the best and the worst corner; of equal ones the best so far, then the first.
  void rank() {
    worst_ = best_;
    double lowest = corners_[best_].value;
    double highest = lowest;
    for (std::size_t j = 0; j < corners_.size(); ++j) {
      double const value = corners_[j].value;
      if (value < lowest) {
        best_ = j;
        lowest = value;
      }
      if (value > highest) {
        worst_ = j;
        highest = value;
      }
    }
  }

  /// One step. @return false if the simplex no longer gets smaller.
  bool move() {
    Point const center = center_of_others();
    Corner& worst = corners_[worst_];
    Corner const reflected = evaluated(combination(2.0, center, -1.0, worst.point));
    if (reflected.value < corners_[best_].value) {
      Corner expanded = evaluated(combination(2.0, reflected.point, -1.0, center));
      worst = expanded.value < reflected.value ? std::move(expanded) : reflected;
      return true;
    }
    bool const improves = reflected.value < worst.value;
    if (improves) worst = reflected;
    Corner contracted = evaluated(combination(0.5, worst.point, 0.5, center));
    if (contracted.value < worst.value) {
      worst = std::move(contracted);
      return true;
    }
    return improves || shrink();
  }

private:
  [[nodiscard]] Corner evaluated(Point point) {
    double const value = f_(point);
    ++evaluations_;
    return {std::move(point), std::isfinite(value) ? value : very_large};
  }

  void evaluate_all_but_best() {
    for (std::size_t j = 0; j < corners_.size(); ++j) {
      if (j != best_) corners_[j] = evaluated(std::move(corners_[j].point));
    }
  }

  [[nodiscard]] Point center_of_others() const {
    std::size_t const n = corners_.size() - 1;
    Point center(n);
    for (std::size_t i = 0; i < n; ++i) {
      double sum = -corners_[worst_].point[i];
      for (auto const& corner : corners_) sum += corner.point[i];
      center[i] = sum / static_cast<double>(n);
    }
    return center;
  }

  static Point combination(double a, Point const& x, double b, Point const& y) {
    Point result(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) result[i] = a * x[i] + b * y[i];
    return result;
  }

  bool shrink() {
    double size = 0.0;
    Point const& center = corners_[best_].point;
    for (std::size_t j = 0; j < corners_.size(); ++j) {
      if (j == best_) continue;
      for (std::size_t i = 0; i < center.size(); ++i) {
        double& x = corners_[j].point[i];
        x = 0.5 * (x - center[i]) + center[i];
        size += std::abs(x - center[i]);
      }
    }
    if (!(size < size_)) return false;
    size_ = size;
    evaluate_all_but_best();
    return true;
  }

  std::function<double(Point const&)> const& f_;
  std::vector<Corner> corners_;
  std::size_t best_ = 0, worst_ = 0;
  double size_ = 0.0;
  int evaluations_ = 1;
};

} // namespace

std::vector<double> minimise_by_simplex(std::function<double(std::vector<double> const&)> const& f,
                                        std::vector<double> const& start, SimplexOptions const& options) {
  double const value = f(start);
  if (!std::isfinite(value)) return start;
  double const tolerance = options.relative_tolerance * (std::abs(value) + options.relative_tolerance);
  Simplex simplex{f, start, value};
  do {
    simplex.rank();
  } while (!(simplex.spread() <= tolerance) && simplex.move() && simplex.evaluations() <= options.evaluations);
  return simplex.best().point;
}

} // namespace rankfold::learners::forecasting::smoothing
