#pragma once

#include "learners/forecasting/ets/observations.hpp"
#include "learners/forecasting/ets/optimiser.hpp"
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// A local minimum of a form's deviance, for values of order one.
struct Minimum {
  Form form;
  Optimum optimum;
};

/// What a search has found on a series. A search on the same series with more values at its end can start from there.
struct KnownMinima {
  std::vector<Minimum> minima;
  std::size_t begin = 0, length = 0; ///< the part of the series that was searched on
  double scale = 1.0;                ///< by which its values were divided
};

/// Takes them over to a longer series: states and deviances in its scale, and floors that no candidate of the same
/// basin gets below, however well it forecasts the new values. The sum of squares cannot fall, so that the deviance n
/// log(sum e^2) grows at least in proportion to n; for relative errors the new forecasts, whose logarithms count too,
/// are taken to be right. What the deviances are is not known then: positive infinity.
/// @return false if they are of no use, because another part of the series is now the longest unbroken one.
[[nodiscard]] bool carry_over(KnownMinima& known, Observations const& observed);

} // namespace rankfold::learners::forecasting::smoothing
