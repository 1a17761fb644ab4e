#include "learners/forecasting/ets/model.hpp"
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {

double Model::sigma2() const {
  int const freedom = n_used - n_estimated;
  return freedom > 0 ? sum_of_squares / freedom : std::numeric_limits<double>::quiet_NaN();
}

double Model::criterion(InformationCriterion which) const {
  double const k = parameter_count();
  double const n = n_used;
  if (which == InformationCriterion::bic) return -2.0 * loglik + std::log(n) * k;
  double const aic = -2.0 * loglik + 2.0 * k;
  if (which == InformationCriterion::aic) return aic;
  return n - k - 1.0 > 0.0 ? aic + 2.0 * k * (k + 1.0) / (n - k - 1.0) : std::numeric_limits<double>::infinity();
}

} // namespace rankfold::learners::forecasting::smoothing
