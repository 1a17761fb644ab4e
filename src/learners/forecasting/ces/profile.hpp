#pragma once

#include "learners/forecasting/ces/recursion.hpp"
#include "learners/forecasting/innovations/first_states.hpp"

namespace rankfold::learners::forecasting::complex_smoothing {

/// The squared errors of a form as a function of its weights alone: the first states are those that suit the weights
/// best, by least squares. NaN is missing: the states go on by their own recursion.
class Profile {
public:
  Profile(std::span<double const> values, Seasonality seasonality, std::size_t period);

  /// +infinity where the model is not stable, or its states run off.
  [[nodiscard]] double sum_of_squares(Weights const& weights);
  /// First states at the weights of the last call, in the order of `Model::states`.
  [[nodiscard]] std::vector<double> const& first_states() const { return first_states_; }
  [[nodiscard]] int observed() const { return observed_; }

private:
  /// Every season's own values where seasons do not interact, otherwise all of them in one.
  struct Part {
    std::vector<double> values;
    innovations::ErrorRows rows;
  };

  [[nodiscard]] double squares_of(Part& part, std::vector<Channel> const& channels);

  Seasonality seasonality_;
  std::size_t part_period_; ///< within a part
  int observed_ = 0;
  std::vector<Part> parts_;
  std::vector<double> first_states_;
  innovations::FirstStates least_;
  Recursion recursion_;
  std::vector<double> row_;
};

} // namespace rankfold::learners::forecasting::complex_smoothing
