#pragma once

#include "learners/forecasting/ets/bounds.hpp"
#include "learners/forecasting/ets/sensitivity.hpp"
#include <array>

namespace rankfold::learners::forecasting::smoothing {

/// Whether the states before the first observation are estimated, or stay what they are given as.
enum class InitialStates { estimated, given };

/// Which of the bounds are sides of the box.
enum class Box {
  usual, ///< the usual bounds; candidates that are not admissible have to be turned down
  exact  ///< those of both: dearer, and only worth it where the best candidates are not admissible
};

/// The parameters to be estimated, in coordinates in which the bounds are a box.
///
/// beta and gamma are replaced by their place between their bounds, which move with the other parameters: beta = lower
/// + b (highest - lower) with b in [0, 1], where the highest is alpha, or the highest admissible one; gamma likewise,
/// at most 1 - alpha. An optimum on a bound is then found by moving along it. Under `Bounds::admissible` alone they are
/// themselves.
class SearchSpace {
public:
  using Vector = std::array<double, Layout::capacity>;

  SearchSpace(Form form, int period, Limits const& limits, GivenParameters const& given, InitialStates states);

  [[nodiscard]] Form form() const { return form_; }
  [[nodiscard]] int period() const { return period_; }
  [[nodiscard]] std::size_t size() const { return layout_.size; }
  [[nodiscard]] bool is_free(std::size_t i) const { return free_[i]; }
  [[nodiscard]] double lower(std::size_t i) const { return lower_[i]; }
  [[nodiscard]] double upper(std::size_t i) const { return upper_[i]; }
  /// Whether no candidate satisfies the bounds, because of the parameters given.
  [[nodiscard]] bool is_empty() const;
  /// How many parameters are estimated: smoothing parameters and initial states.
  [[nodiscard]] int free_count() const;

  /// Coordinates of a candidate, moved into the box where it lies outside.
  [[nodiscard]] Vector coordinates(Candidate const& candidate) const;
  [[nodiscard]] Candidate candidate(Vector const& coordinates) const;
  /// Whether a candidate of the box is allowed: admissible, and no seasonal factor negative.
  [[nodiscard]] bool allows(Candidate const& candidate) const;
  /// Whether `Box::exact` could be another box.
  [[nodiscard]] bool has_exact_box() const;
  [[nodiscard]] SearchSpace with_exact_box() const;
  /// Derivatives by the parameters, turned into derivatives by the coordinates.
  void to_coordinates(Sensitivity& sensitivity, Vector const& coordinates) const;

private:
  /// Lengths of the intervals that beta and gamma lie in.
  [[nodiscard]] bool has_moving_bounds() const { return limits_.bounds != Bounds::admissible; }
  [[nodiscard]] double beta_range(double alpha, double phi) const;
  [[nodiscard]] double gamma_range(double alpha, double beta, double phi) const;
  [[nodiscard]] bool admits(double alpha, double beta, double gamma, double phi) const;
  [[nodiscard]] SmoothingParameters smoothing_at(Vector const& coordinates) const;
  using Jacobian = std::array<std::array<double, Layout::smoothing_count>, Layout::smoothing_count>;
  /// Derivatives of the smoothing parameters (rows) by the coordinates (columns).
  [[nodiscard]] Jacobian smoothing_jacobian(Vector const& coordinates) const;
  void bound_smoothing_parameters();

  Form form_;
  int period_;
  Layout layout_;
  Limits limits_;
  GivenParameters given_;
  Box box_ = Box::usual;
  std::array<bool, Layout::capacity> free_{};
  Vector lower_, upper_;
};

} // namespace rankfold::learners::forecasting::smoothing
