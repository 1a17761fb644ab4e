#pragma once

#include "learners/forecasting/ets/layout.hpp"
#include <array>
#include <span>

namespace rankfold::learners::forecasting::smoothing {

/// What one pass over the observations tells about the deviance around a candidate.
struct Sensitivity {
  std::array<double, Layout::capacity> gradient{}; ///< of the deviance
  /// Expected second derivatives of the deviance (Fisher's scoring; for additive errors Gauss & Newton's matrix).
  std::array<std::array<double, Layout::capacity>, Layout::capacity> curvature{};
};

/// The derivatives are carried along with the states (forward mode), all parameters side by side.
[[nodiscard]] Sensitivity sensitivity(Form form, std::span<double const> values, int period,
                                      Candidate const& candidate);

} // namespace rankfold::learners::forecasting::smoothing
