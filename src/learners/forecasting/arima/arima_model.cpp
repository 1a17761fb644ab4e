#include "learners/forecasting/arima/arima_model.hpp"

#include "learners/forecasting/arima/box_cox.hpp"
#include "learners/forecasting/arima/filters.hpp"
#include "learners/forecasting/arima/state_space.hpp"
#include "learners/forecasting/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

double quadratic_form(std::vector<double> const& v, std::vector<double> const& matrix) {
  double sum = 0;
  for (std::size_t i = 0; i < v.size() && !matrix.empty(); ++i)
    sum += v[i] * dot(v, std::span{matrix}.subspan(i * v.size(), v.size()));
  return sum;
}

/// In units of the innovations' variance, 1 ... horizon steps ahead.
std::vector<double> forecast_variances(ArimaModel const& model, StateSpace const& form, int horizon) {
  std::vector<double> variances(static_cast<std::size_t>(horizon));
  auto row = form.observation(); // what x_h owes to the state at the origin
  double of_innovations = 1;
  for (double& variance : variances) {
    variance = of_innovations + std::max(0.0, quadratic_form(row, model.covariance)); // rounding may leave less

    double const psi = dot(row, form.gain());
    of_innovations += psi * psi;
    form.advance_transposed(row);
  }
  return variances;
}

} // namespace

void set_criteria(ArimaModel& model, int coefficients) {
  double const parameters = coefficients + 1, n = static_cast<double>(model.terms);
  model.aic = 2 * (parameters - model.loglik);
  model.bic = model.aic + parameters * (std::log(n) - 2);
  double const left = n - parameters - 1;
  model.aicc =
      left > 0 ? model.aic + 2 * parameters * (parameters + 1) / left : std::numeric_limits<double>::infinity();
}

Forecast forecast(ArimaModel const& model, int horizon, std::span<double const> levels) {
  StateSpace const form{model.order, model.coefficients};
  auto const back = [&](double y) { return model.lambda ? inverse_box_cox(y, *model.lambda) : y; };
  std::vector<double> means;
  auto state = model.state;
  for (int h = 1; h <= horizon; ++h)
    means.push_back(form.advance(state) + model.mean +
                    model.drift * (static_cast<double>(model.length) + static_cast<double>(h)));
  bool const adjust = model.lambda && model.bias_adjusted;
  Forecast out;
  if (!adjust) std::ranges::transform(means, std::back_inserter(out.mean), back);
  if (!adjust && levels.empty()) return out;
  auto const variances = forecast_variances(model, form, horizon);
  for (std::size_t h = 0; adjust && h < means.size(); ++h)
    out.mean.push_back(inverse_box_cox_mean(means[h], model.sigma2 * variances[h], *model.lambda));
  for (double const level : levels) {
    double const width = normal_reach(level) * std::sqrt(model.sigma2);
    auto& interval = out.intervals.emplace_back(Forecast::Interval{level, {}, {}});
    for (std::size_t h = 0; h < means.size(); ++h) {
      interval.lower.push_back(back(means[h] - width * std::sqrt(variances[h])));
      interval.upper.push_back(back(means[h] + width * std::sqrt(variances[h])));
    }
  }
  return out;
}

} // namespace rankfold::learners::forecasting::box_jenkins
