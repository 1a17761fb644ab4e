#pragma once

#include "learners/forecasting/ets/specification.hpp"
#include <span>

namespace rankfold::learners::forecasting::smoothing {

/// Whether a series of `n` values is too short to estimate the initial states of what is asked for: the reference's
/// rule.
[[nodiscard]] bool is_short(Specification const& specification, std::size_t n);

/// A model for such a series: the initial states stay Holt & Winters' classical ones, errors are additive, the trend is
/// not damped, and smoothing parameters may take any value from 0 to 1. Fits the season and trend asked for as far as
/// the series is long enough for them; where that is left open, or impossible, the better of trend and level alone.
/// @param values of order one. @throws FitError if none is possible.
[[nodiscard]] Model fit_short_series(Specification const& specification, std::span<double const> values);

} // namespace rankfold::learners::forecasting::smoothing
