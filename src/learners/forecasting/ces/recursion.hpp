#pragma once

#include "learners/forecasting/ces/model.hpp"

namespace rankfold::learners::forecasting::complex_smoothing {

/// The recursion of a model, over several series side by side: a state is a row with a number for each of them.
class Recursion {
public:
  /// @param width series side by side. All states are zero.
  Recursion(std::vector<Channel> channels, std::size_t width);

  /// Starts again from zero with other weights.
  void reset(std::vector<Channel> channels);

  [[nodiscard]] std::size_t state_count() const { return states_.size() / width_; }
  [[nodiscard]] double& state(std::size_t row, std::size_t column) { return states_[row * width_ + column]; }
  [[nodiscard]] std::vector<double> const& states() const { return states_; }
  /// @param states as `states()` was at that time
  void resume(std::span<double const> states, std::size_t time);

  /// Forecasts of the next values.
  void predict(std::span<double> forecasts) const;
  /// Goes on to the next time. @param errors value less forecast; zero where a value is missing.
  void advance(std::span<double const> errors);

private:
  /// Where the channel's states that are due begin.
  [[nodiscard]] std::size_t due(Channel const& channel, std::size_t first) const {
    return (first + time_ % channel.lag * channel.stride()) * width_;
  }

  std::vector<Channel> channels_;
  std::size_t width_, time_ = 0;
  std::vector<double> states_;
};

} // namespace rankfold::learners::forecasting::complex_smoothing
