#pragma once

#include "learners/forecasting/ets/candidate.hpp"
#include <array>
#include <cstddef>

namespace rankfold::learners::forecasting::smoothing {

/// Where each parameter stands in a vector of all of them: alpha, beta, gamma, phi, the level, the growth where the
/// form has a trend, then the seasons but the last one, which follows from the others (they sum to 0, or to the
/// period).
struct Layout {
  static constexpr std::size_t alpha = 0, beta = 1, gamma = 2, phi = 3, smoothing_count = 4;
  static constexpr std::size_t level = 4, growth = 5;
  static constexpr std::size_t capacity = 32; ///< of any form: 4 + 2 + (max_period - 1), in whole packs

  std::size_t season = 0; ///< where the seasons begin
  std::size_t size = 0;

  Layout(Form form, int period) :
      season{form.has_trend() ? growth + 1 : level + 1}, size{season + (form.has_season()
                                                                            ? static_cast<std::size_t>(period) - 1
                                                                            : 0)} {}
};

/// The parameters as one vector, and back; the season left out is completed from the others.
[[nodiscard]] std::array<double, Layout::capacity> to_vector(Form form, int period, Candidate const& candidate);
[[nodiscard]] Candidate to_candidate(Form form, int period, std::array<double, Layout::capacity> const& vector);

} // namespace rankfold::learners::forecasting::smoothing
