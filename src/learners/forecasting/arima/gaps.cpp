#include "learners/forecasting/arima/gaps.hpp"

#include "learners/forecasting/arima/kalman.hpp"
#include "learners/forecasting/arima/stl.hpp"
#include "support/error.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// Squares of values up to here, and sums of many of them, are finite.
constexpr double largest_value = 1e150;

std::vector<double> interpolate(std::span<double const> values) {
  std::vector<double> out(values.begin(), values.end());
  std::size_t last = out.size(); // none yet
  for (std::size_t t = 0; t < out.size(); ++t) {
    if (std::isnan(values[t])) continue;
    std::size_t const gap_begin = last == out.size() ? 0 : last + 1;
    for (std::size_t g = gap_begin; g < t; ++g) {
      double const share = last == out.size() ? 1.0 : static_cast<double>(g - last) / static_cast<double>(t - last);
      out[g] = last == out.size() ? values[t] : values[last] + share * (values[t] - values[last]);
    }
    last = t;
  }
  for (std::size_t g = last + 1; g < out.size(); ++g) out[g] = values[last];
  return out;
}

/// The likelihood with gaps as a function of ArmaObjective's variables. Its derivatives are central differences.
class GapObjective final : public SmoothFunction {
public:
  GapObjective(KalmanLikelihood& likelihood, ArmaObjective& filled) : likelihood_{likelihood}, filled_{filled} {}

  double evaluate(std::span<double const> x, std::span<double> gradient) override {
    constexpr double step = 1e-4;
    at_.assign(x.begin(), x.end());
    for (std::size_t i = 0; i < x.size(); ++i) {
      at_[i] = x[i] + step;
      double const above = value(at_);
      at_[i] = x[i] - step;
      gradient[i] = (above - value(at_)) / (2 * step);
      at_[i] = x[i];
      if (!std::isfinite(gradient[i])) return std::numeric_limits<double>::infinity();
    }
    return value(x);
  }

  void curvature(Matrix& hessian) override {
    std::vector<double> ignored(at_.size());
    if (std::isfinite(filled_.evaluate(at_, ignored)))
      filled_.curvature(hessian);
    else
      hessian.reset(at_.size());
  }

private:
  double value(std::span<double const> x) {
    for (double const v : x)
      if (std::abs(v) > 10) return std::numeric_limits<double>::infinity(); // beyond any unit root that counts
    return likelihood_.evaluate(filled_.coefficients(x));
  }

  KalmanLikelihood& likelihood_;
  ArmaObjective& filled_;
  std::vector<double> at_;
};

/// Both sides of the regression at the original times, less `level`, divided by `scale`.
struct Scaled {
  double level, scale;
  std::vector<double> values;
  std::vector<std::vector<double>> regressors;
};

Scaled scaled(std::span<double const> values, Order const& order, Regression const& regression, double scale) {
  Scaled out{0, scale, {values.begin(), values.end()}, {}};
  // A level does no harm where it is estimated or differenced away, and leaves fewer digits.
  if (order.lost() > 0 || regression.mean) out.level = values[0];
  for (double& v : out.values) v = (v - out.level) / scale;
  if (regression.mean) out.regressors.emplace_back(values.size(), 1.0);
  if (regression.drift) {
    auto& trend = out.regressors.emplace_back(values.size());
    for (std::size_t t = 0; t < trend.size(); ++t)
      trend[t] = static_cast<double>(t + 1) / static_cast<double>(trend.size());
  }
  return out;
}

void set_regression(ArimaModel& model, Scaled const& data, std::vector<double> const& beta) {
  std::size_t k = 0;
  if (model.regression.mean) model.mean = beta[k++] * data.scale + data.level;
  if (model.regression.drift) model.drift = beta[k] * data.scale / static_cast<double>(data.values.size());
}

} // namespace

ObservedSeries observed_part(std::span<double const> values) {
  ObservedSeries out;
  for (double const v : values) {
    if (std::isnan(v) && out.values.empty()) continue;
    if (!std::isnan(v) && !(std::abs(v) < largest_value)) throw FitError("a value is too large to be squared");
    out.values.push_back(v);
    out.observed += std::isnan(v) ? 0 : 1;
  }
  if (out.observed == 0) throw FitError("no value is there");
  return out;
}

std::vector<double> fill_gaps(std::span<double const> values, int period) {
  auto out = interpolate(values);
  bool gaps = false;
  for (double const v : values) gaps |= std::isnan(v);
  if (!gaps || period == 1 || values.size() <= 2 * static_cast<std::size_t>(period)) return out;
  auto const season = stl(out, period).seasonal;
  std::vector<double> adjusted(values.begin(), values.end());
  for (std::size_t t = 0; t < adjusted.size(); ++t) adjusted[t] -= season[t];
  adjusted = interpolate(adjusted);
  for (std::size_t t = 0; t < out.size(); ++t)
    if (std::isnan(values[t])) out[t] = adjusted[t] + season[t];
  return out;
}

ArimaModel fit_with_gaps(std::span<double const> values, std::span<double const> filled,
                         ArimaFitter::Candidate const& start) {
  auto const& order = start.order;
  auto const prepared = prepare(filled, order, start.regression);
  auto const data = scaled(values, order, start.regression, prepared.scale);
  KalmanLikelihood likelihood{data.values, data.regressors, order};
  ArmaCriterion criterion{Criterion::exact};
  ArmaObjective on_filled{criterion, prepared.sample, order};
  GapObjective objective{likelihood, on_filled};
  auto const end = minimise(objective, start.point, {.tolerance = 1e-6, .max_iterations = 50});

  ArimaModel model;
  model.order = order;
  model.regression = start.regression;
  model.coefficients = on_filled.coefficients(end.at);
  model.length = values.size();
  if (!std::isfinite(likelihood.evaluate(model.coefficients)))
    throw FitError("the likelihood of the values that are there is not defined");
  model.terms = likelihood.terms();
  double const n = static_cast<double>(model.terms), squares = likelihood.sum_of_squares();
  int const count = order.parameters() + start.regression.count();
  if (n <= count) throw FitError("too few values are there for this order");
  model.loglik = -0.5 * (n * (std::log(2 * std::numbers::pi * squares / n) + 1 + 2 * std::log(data.scale)) +
                         likelihood.log_determinant());
  model.sigma2 = squares / (n - count) * data.scale * data.scale;
  if (!std::isfinite(model.sigma2)) throw FitError("values too large: their variance overflows");
  set_criteria(model, count);
  set_regression(model, data, likelihood.regression());
  set_filtered_state(model, values);
  return model;
}

void set_filtered_state(ArimaModel& model, std::span<double const> values) {
  double const scale = model.sigma2 > 0 ? std::sqrt(model.sigma2) : 1.0;
  std::vector<double> rest(values.begin(), values.end());
  for (std::size_t t = 0; t < rest.size(); ++t)
    rest[t] = (rest[t] - model.mean - model.drift * static_cast<double>(t + 1)) / scale;
  KalmanLikelihood likelihood{rest, {}, model.order};
  likelihood.evaluate(model.coefficients);
  model.state = likelihood.state();
  for (double& s : model.state) s *= scale;
  auto const& covariance = likelihood.covariance();
  model.covariance.clear();
  for (std::size_t i = 0; i < covariance.size(); ++i)
    model.covariance.insert(model.covariance.end(), covariance.row(i).begin(), covariance.row(i).end());
}

} // namespace rankfold::learners::forecasting::box_jenkins
