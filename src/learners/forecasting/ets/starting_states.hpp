#pragma once

#include "learners/forecasting/ets/candidate.hpp"
#include <optional>
#include <span>

namespace rankfold::learners::forecasting::smoothing {

/// States to start the estimation from, as Hyndman & Khandakar 2008: the season of a classical decomposition (of the
/// detrended first period where there are less than three), then a line through the first values without it.
/// @pre at least 2 values, and more than `period` for a form with season.
[[nodiscard]] States starting_states(Form form, std::span<double const> values, int period);

/// Holt & Winters' classical start, which short series keep: the first values, or the means of the first two periods.
/// Nothing if the series is too short for it.
[[nodiscard]] std::optional<States> classical_states(Form form, std::span<double const> values, int period);

} // namespace rankfold::learners::forecasting::smoothing
