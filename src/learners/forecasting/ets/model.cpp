#include "learners/forecasting/ets/model.hpp"
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {

double Model::sigma2() const {
  int const freedom = n_used - n_estimated;
  return freedom > 0 ? sum_of_squares / freedom : std::numeric_limits<double>::quiet_NaN();
}

double penalty(InformationCriterion which, int n_parameters, std::size_t n_observations) {
  double const k = n_parameters;
  double const n = static_cast<double>(n_observations);
  if (which == InformationCriterion::bic) return std::log(n) * k;
  if (which == InformationCriterion::aic) return 2.0 * k;
  return n - k - 1.0 > 0.0 ? 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0) : std::numeric_limits<double>::infinity();
}

double Model::criterion(InformationCriterion which) const {
  return -2.0 * loglik + penalty(which, parameter_count(), static_cast<std::size_t>(n_used));
}

} // namespace rankfold::learners::forecasting::smoothing
