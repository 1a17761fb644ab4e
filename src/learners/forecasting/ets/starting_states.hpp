#pragma once

#include "learners/forecasting/ets/candidate.hpp"
#include <array>
#include <optional>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// States to start the estimation from, as Hyndman & Khandakar 2008: the season of a classical decomposition (of the
/// detrended first period where there are less than three), then a line through the first values without it.
class StartingStates {
public:
  /// @pre at least 2 values, and more than `period` for a form with season.
  StartingStates(Form form, std::span<double const> values, int period);

  /// With the line through the first `window` values, or as many as the series has: a slow model remembers more.
  [[nodiscard]] States from_first(std::size_t window) const;
  /// How many values the reference takes.
  [[nodiscard]] std::size_t usual_window() const { return usual_window_; }

private:
  Form form_;
  std::size_t usual_window_;
  std::array<double, max_period> season_{};
  std::vector<double> adjusted_; ///< the values without their season
};

/// Holt & Winters' classical start, which short series keep: the first values, or the means of the first two periods.
/// Nothing if the series is too short for it.
[[nodiscard]] std::optional<States> classical_states(Form form, std::span<double const> values, int period);

} // namespace rankfold::learners::forecasting::smoothing
