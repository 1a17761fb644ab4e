#pragma once

#include "learners/forecasting/ces/model.hpp"
#include "learners/forecasting/ets/model.hpp"
#include <optional>
#include <span>

namespace rankfold::learners::forecasting::complex_smoothing {

struct Specification {
  std::optional<Seasonality> seasonality; ///< empty: chosen
  std::size_t period = 1;
  smoothing::InformationCriterion criterion = smoothing::InformationCriterion::aicc;
};

/// The longest period of forms in which seasons interact: their first states are estimated together.
inline constexpr std::size_t longest_period = 24;

/// Maximises the likelihood of normal errors over stable weights and first states.
/// @param series NaN is missing. @throws FitError
[[nodiscard]] Model fit(std::span<double const> series, Specification const& wanted);

} // namespace rankfold::learners::forecasting::complex_smoothing
