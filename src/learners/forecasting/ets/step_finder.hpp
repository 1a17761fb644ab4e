#pragma once

#include "learners/forecasting/ets/search_space.hpp"

namespace rankfold::learners::forecasting::smoothing {

using Matrix = std::array<SearchSpace::Vector, Layout::capacity>;

/// Steps of Levenberg and Marquardt from one point, within the box of the search space.
class StepFinder {
public:
  /// The arguments are kept by reference.
  /// @param curvature second derivatives of the deviance, or an estimate of them
  StepFinder(SearchSpace const& space, SearchSpace::Vector const& point, SearchSpace::Vector const& gradient,
             Matrix const& curvature);

  /// The point where the quadratic model has its minimum, its curvature's diagonal raised by the factor `damping`. A
  /// coordinate that would leave the box stops at its bound, and the others are solved for again.
  [[nodiscard]] SearchSpace::Vector reach(double damping) const;

private:
  using Flags = std::array<bool, Layout::capacity>;

  [[nodiscard]] bool is_held_by_bound(std::size_t i) const;
  bool solve(Flags const& open, double damping, SearchSpace::Vector& step) const;

  SearchSpace const& space_;
  SearchSpace::Vector const& point_;
  SearchSpace::Vector const& gradient_;
  Matrix const& curvature_;
  Flags free_{};
};

/// What the expected curvature lacks: the part of the second derivatives that only differences of gradients show, by
/// the structured secant update of Dennis, Gay & Welsch (ACM Trans. Math. Softw. 7, 1981, section 3).
class SecantCorrection {
public:
  /// Learns from a step between two points. @param curvature the expected one at the second point
  void update(std::size_t n, SearchSpace::Vector const& step, SearchSpace::Vector const& gradient_change,
              Matrix const& curvature);
  /// The curvature with the correction.
  [[nodiscard]] Matrix corrected(std::size_t n, Matrix const& curvature) const;

private:
  Matrix correction_{};
};

} // namespace rankfold::learners::forecasting::smoothing
