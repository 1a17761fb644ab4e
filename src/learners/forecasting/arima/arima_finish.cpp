#include "learners/forecasting/arima/arima_fitter.hpp"
#include "learners/forecasting/arima/gaps.hpp"
#include "support/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::box_jenkins {

ArimaModel ArimaFitter::finish(Candidate const& candidate) {
  auto const& order = candidate.order;
  auto const& prepared = differenced(order, candidate.regression).sample;
  auto const& sample = prepared.sample;
  double const scale = prepared.scale;
  auto& used = criterion(candidate.criterion);
  ArmaObjective objective{used, sample, order};
  std::vector<double> gradient(candidate.point.size());
  double const value = objective.evaluate(candidate.point, gradient);
  if (!std::isfinite(value)) throw FitError("the likelihood is not defined at the estimates");

  ArimaModel model;
  model.order = order;
  model.regression = candidate.regression;
  model.coefficients = objective.coefficients(candidate.point);
  model.length = values_.size();
  model.terms = sample.values.size();
  model.loglik = -minus_log_likelihood(value, model.terms, used.terms(), scale);
  std::size_t const count = coefficient_count(order, candidate.regression);
  std::size_t const freedom = model.terms > count ? model.terms - count : 1;
  model.sigma2 = used.sum_of_squares() / static_cast<double>(freedom) * scale * scale;
  if (!std::isfinite(model.sigma2)) throw FitError("values too large: their variance overflows");
  set_criteria(model, static_cast<int>(count));
  set_regression(model, prepared, used.regression());
  set_state(model, used, scale);
  return model;
}

void ArimaFitter::set_regression(ArimaModel& model, PreparedSample const& prepared,
                                 std::vector<double> const& beta) const {
  std::size_t k = 0;
  auto const coefficient = [&] {
    double const value = (prepared.offset[k] + beta[k]) * prepared.scale * prepared.regressor_scale[k];
    ++k;
    return value;
  };
  if (model.regression.mean) model.mean = coefficient();
  if (model.regression.drift) model.drift = coefficient();
}

void ArimaFitter::set_state(ArimaModel& model, ArmaCriterion& criterion, double scale) const {
  auto const r = static_cast<std::size_t>(model.order.state_size());
  if (model.terms < r) return set_filtered_state(model, values_); // the start is not all seen in so short a series
  auto const size = r + static_cast<std::size_t>(model.order.lost());
  Matrix covariance;
  set_last_values(model);
  criterion.final_state(std::span{model.state}.first(r), covariance);
  for (std::size_t i = 0; i < r; ++i) model.state[i] *= scale;
  if (covariance.size() == 0) return;
  model.covariance.assign(size * size, 0.0);
  for (std::size_t i = 0; i < r; ++i)
    std::ranges::copy(covariance.row(i), model.covariance.begin() + static_cast<std::ptrdiff_t>(i * size));
}

void ArimaFitter::set_last_values(ArimaModel& model) const {
  auto const r = static_cast<std::size_t>(model.order.state_size());
  model.state.assign(r + static_cast<std::size_t>(model.order.lost()), 0.0);
  for (std::size_t i = r; i < model.state.size(); ++i) {
    std::size_t const t = values_.size() - 1 - (i - r);
    model.state[i] = values_[t] - model.mean - model.drift * static_cast<double>(t + 1);
  }
}

bool ArimaFitter::explains_all(Order const& order, Regression const& regression) {
  return differenced(order, regression).sample.explained;
}

ArimaModel ArimaFitter::explained(Order const& order, Regression const& regression) {
  auto const& prepared = differenced(order, regression).sample;
  ArimaModel model;
  model.order = order;
  model.regression = regression;
  auto const none = [](int count) { return std::vector<double>(static_cast<std::size_t>(count), 0.0); };
  model.coefficients = {none(order.p), none(order.q), none(order.P), none(order.Q)};
  model.length = values_.size();
  model.terms = prepared.sample.values.size();
  model.loglik = std::numeric_limits<double>::infinity();
  model.aic = model.aicc = model.bic = -model.loglik;
  set_regression(model, prepared, std::vector<double>(prepared.offset.size(), 0.0));
  set_last_values(model);
  return model;
}

} // namespace rankfold::learners::forecasting::box_jenkins
