#include "learners/forecasting/arima/state_space.hpp"

#include "learners/forecasting/arima/differencing.hpp"
#include "learners/forecasting/arima/filters.hpp"
#include "learners/forecasting/arima/polynomial.hpp"

#include <algorithm>

namespace rankfold::learners::forecasting::box_jenkins {

StateSpace::StateSpace(Order const& order, Coefficients const& coefficients) :
    r_{static_cast<std::size_t>(order.state_size())}, ar_(r_), ma_(r_), weights_{integration_weights(order)},
    gain_(r_ + weights_.size(), 0.0), observation_(gain_.size(), 0.0) {
  multiply(coefficients.ar, coefficients.sar, order.period, -1, ar_);
  multiply(coefficients.ma, coefficients.sma, order.period, +1, ma_);
  for (std::size_t i = 0; i < r_; ++i) gain_[i] = ar_[i] + ma_[i];
  if (r_ > 0) observation_[0] = 1;
  if (!weights_.empty()) gain_[r_] = 1;
  std::ranges::copy(weights_, observation_.begin() + static_cast<std::ptrdiff_t>(r_));
}

double StateSpace::advance(std::span<double> s) const {
  double const differenced = r_ > 0 ? s[0] : 0.0;
  double const value = differenced + dot(weights_, s.subspan(r_));
  for (std::size_t i = 0; i < r_; ++i) s[i] = ar_[i] * differenced + (i + 1 < r_ ? s[i + 1] : 0.0);
  for (std::size_t i = s.size(); i-- > r_ + 1;) s[i] = s[i - 1];
  if (!weights_.empty()) s[r_] = value;
  return value;
}

void StateSpace::advance_transposed(std::span<double> row) const {
  double const of_value = weights_.empty() ? 0.0 : row[r_];
  double first = of_value;
  for (std::size_t i = 0; i < r_; ++i) first += row[i] * ar_[i];
  for (std::size_t i = r_; i-- > 1;) row[i] = row[i - 1];
  if (r_ > 0) row[0] = first;
  for (std::size_t j = 0; j < weights_.size(); ++j)
    row[r_ + j] = of_value * weights_[j] + (j + 1 < weights_.size() ? row[r_ + j + 1] : 0.0);
}

} // namespace rankfold::learners::forecasting::box_jenkins
