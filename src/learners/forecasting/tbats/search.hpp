#pragma once

#include "learners/forecasting/tbats/likelihood.hpp"
#include <optional>

namespace rankfold::learners::forecasting::trigonometric {

/// What may be chosen from; what is empty is chosen.
struct Options {
  std::optional<bool> box_cox, trend, damped;
  bool arma_errors = true;
  std::vector<double> periods; ///< of the seasons
};

struct Fit {
  Form form;
  Weights weights;
  double deviance; ///< +infinity where the form cannot be fitted

  [[nodiscard]] double aic() const { return deviance + 2.0 * static_cast<double>(form.parameters()); }
};

/// The model with the least AIC among those that DHS's procedure looks at, in the order of R's tbats: harmonics season
/// by season with all else that is allowed, then every combination of transform, trend and damping, each without and
/// with ARMA errors whose orders are chosen for the errors without them; the same without seasons.
/// @return deviance +infinity where nothing can be fitted
[[nodiscard]] Fit choose(Sample const& sample, Options const& options);

} // namespace rankfold::learners::forecasting::trigonometric
