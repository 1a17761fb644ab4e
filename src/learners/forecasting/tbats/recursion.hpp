#pragma once

#include "learners/forecasting/tbats/form.hpp"
#include <span>

namespace rankfold::learners::forecasting::trigonometric {

/// The recursion of a model, over several series side by side: a state is a row with a number for each of them.
/// States are in this order: level, slope, (s, r) of each harmonic of each season, d and e of the steps before.
class Recursion {
public:
  /// All states are zero.
  Recursion(Form const& form, Weights const& weights, std::size_t width);

  [[nodiscard]] double& state(std::size_t row, std::size_t column) { return states_[row * width_ + column]; }
  [[nodiscard]] std::vector<double> const& states() const { return states_; }
  void resume(std::span<double const> states);

  /// Forecasts of the next values.
  void predict(std::span<double> forecasts);
  /// Goes on to the next step. @pre `predict` was called for it. @param errors value less forecast
  void advance(std::span<double const> errors);

private:
  struct Harmonic {
    double cosine, sine, gamma1, gamma2;
  };

  [[nodiscard]] double* row(std::size_t i) { return states_.data() + i * width_; }
  void add(double factor, double const* from, std::vector<double>& to) const;
  void remember(std::size_t first, std::size_t count, double const* newest);

  Weights weights_;
  bool trend_;
  std::vector<Harmonic> harmonics_;
  std::size_t width_, first_harmonic_, first_d_, first_e_;
  std::vector<double> states_;
  std::vector<double> level_, disturbance_; ///< of the next step: l + phi b, and d but for its own error
};

/// The matrix that takes the states to the next step where the value is zero.
[[nodiscard]] Eigen::MatrixXd error_transition(Form const& form, Weights const& weights);

} // namespace rankfold::learners::forecasting::trigonometric
