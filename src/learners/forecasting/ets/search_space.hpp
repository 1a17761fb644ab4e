#pragma once

#include "learners/forecasting/ets/bounds.hpp"
#include "learners/forecasting/ets/sensitivity.hpp"
#include <array>

namespace rankfold::learners::forecasting::smoothing {

/// Whether the states before the first observation are estimated, or stay what they are given as.
enum class InitialStates { estimated, given };

/// The parameters to be estimated, in coordinates in which the usual bounds are a box.
///
/// beta and gamma are replaced by their place between their bounds, which move with alpha: beta = lower + b (min(alpha,
/// upper) - lower) with b in [0, 1], gamma likewise below 1 - alpha. An optimum with beta = alpha is then found by
/// moving along the bound. Under `Bounds::admissible` alone they are themselves.
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
  /// How many parameters are estimated: smoothing parameters and initial states.
  [[nodiscard]] int free_count() const;

  /// Coordinates of a candidate, moved into the box where it lies outside.
  [[nodiscard]] Vector coordinates(Candidate const& candidate) const;
  [[nodiscard]] Candidate candidate(Vector const& coordinates) const;
  /// Whether a candidate of the box is allowed: admissible, and no seasonal factor negative.
  [[nodiscard]] bool allows(Candidate const& candidate) const;
  /// Derivatives by the parameters, turned into derivatives by the coordinates.
  void to_coordinates(Sensitivity& sensitivity, Vector const& coordinates) const;

private:
  [[nodiscard]] bool has_moving_bounds() const { return limits_.bounds != Bounds::admissible; }
  [[nodiscard]] double beta_range(double alpha) const;
  [[nodiscard]] double gamma_range(double alpha) const;
  void bound_smoothing_parameters();

  Form form_;
  int period_;
  Layout layout_;
  Limits limits_;
  GivenParameters given_;
  std::array<bool, Layout::capacity> free_{};
  Vector lower_, upper_;
};

} // namespace rankfold::learners::forecasting::smoothing
