#include "learners/forecasting/ets/prediction.hpp"
#include "learners/forecasting/ets/factor_variances.hpp"
#include <cmath>
#include <span>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// The recursion step by step, for a form known only when running. Horizons are short; clarity counts here.
class Path {
public:
  explicit Path(Model const& model) :
      form_{model.form}, smoothing_{model.smoothing}, states_{model.last}, period_{model.period} {}

  /// The one-step forecast; then lets `shock` happen, as a difference from it, and moves on.
  double advance(double shock) {
    double const level = states_.level;
    double const leap = damped_growth();
    double const expected = form_.trend == Component::additive         ? level + leap
                            : form_.trend == Component::multiplicative ? level * leap
                                                                       : level;
    double& season = states_.season[position_];
    double const forecast = with_season(expected, season);
    states_.growth = leap;
    states_.level = expected;
    if (shock != 0.0) learn(shock, level, expected, season);
    if (form_.has_season()) position_ = position_ + 1 == static_cast<std::size_t>(period_) ? 0 : position_ + 1;
    return forecast;
  }

private:
  void learn(double shock, double level_before, double expected, double& season) {
    double const surprise = form_.season == Component::multiplicative ? shock / season : shock;
    if (form_.trend == Component::additive) states_.growth += smoothing_.beta * surprise;
    if (form_.trend == Component::multiplicative) states_.growth += smoothing_.beta * surprise / level_before;
    states_.level += smoothing_.alpha * surprise;
    season += smoothing_.gamma * (form_.season == Component::multiplicative ? shock / expected : shock);
  }

  [[nodiscard]] double damped_growth() const {
    if (!form_.damped) return states_.growth;
    return form_.trend == Component::multiplicative ? std::pow(states_.growth, smoothing_.phi)
                                                    : smoothing_.phi * states_.growth;
  }
  [[nodiscard]] double with_season(double expected, double season) const {
    if (form_.season == Component::additive) return expected + season;
    return form_.season == Component::multiplicative ? expected * season : expected;
  }

  Form form_;
  SmoothingParameters smoothing_;
  States states_;
  int period_;
  std::size_t position_ = 0;
};

std::vector<double> all_point_forecasts(Model const& model, int steps) {
  Path path{model};
  std::vector<double> result(static_cast<std::size_t>(steps));
  for (double& f : result) f = path.advance(0.0);
  return result;
}

/// By how much an error moves the forecast `j` steps on, in a linear form: alpha + beta (phi + ... + phi^j) + gamma if
/// a whole number of seasons has passed.
std::vector<double> linear_weights(Model const& model, std::size_t steps) {
  auto const& [alpha, beta, gamma, phi] = model.smoothing;
  std::vector<double> weights(steps);
  double power = 1.0;
  double powers = 0.0;
  for (std::size_t j = 1; j < steps; ++j) {
    power *= phi;
    powers += power;
    weights[j] = alpha + (model.form.has_trend() ? beta * powers : 0.0);
    if (model.form.has_season() && j % static_cast<std::size_t>(model.period) == 0) weights[j] += gamma;
  }
  return weights;
}

std::vector<double> additive_variances(Model const& model, std::size_t steps) {
  auto const weights = linear_weights(model, steps);
  std::vector<double> variances(steps);
  double sum = 1.0;
  for (std::size_t h = 0; h < steps; ++h) {
    if (h > 0) sum += weights[h] * weights[h];
    variances[h] = model.sigma2() * sum;
  }
  return variances;
}

/// theta_h = mean_h^2 + sigma^2 sum_j c_j^2 theta_(h-j): second moments of the forecasts (HKOS equation 6.10).
std::vector<double> second_moments(std::span<double const> means, std::span<double const> weights, double sigma2) {
  std::vector<double> theta(means.size());
  for (std::size_t h = 0; h < means.size(); ++h) {
    double sum = 0.0;
    for (std::size_t j = 1; j <= h; ++j) sum += weights[j] * weights[j] * theta[h - j];
    theta[h] = means[h] * means[h] + sigma2 * sum;
  }
  return theta;
}

std::vector<double> relative_error_variances(Model const& model, std::span<double const> means) {
  auto const weights = linear_weights(model, means.size());
  auto variances = second_moments(means, weights, model.sigma2());
  for (std::size_t h = 0; h < means.size(); ++h) {
    variances[h] = (1.0 + model.sigma2()) * variances[h] - means[h] * means[h];
  }
  return variances;
}

std::vector<double> linearised_variances(Model const& model, std::span<double const> means) {
  std::vector<double> variances(means.size());
  for (std::size_t shocked = 0; shocked < means.size(); ++shocked) {
    double const sigma = std::sqrt(model.sigma2()) * (model.form.relative_errors() ? std::abs(means[shocked]) : 1.0);
    variances[shocked] += sigma * sigma;
    Path up{model};
    Path down{model};
    for (std::size_t h = 0; h < means.size(); ++h) {
      double const shock = h == shocked ? sigma : 0.0;
      double const effect = 0.5 * (up.advance(shock) - down.advance(-shock));
      if (h > shocked) variances[h] += effect * effect;
    }
  }
  return variances;
}

std::vector<double> all_variances(Model const& model, std::span<double const> means) {
  bool const products = model.form.trend == Component::multiplicative || model.form.season == Component::multiplicative;
  if (!products) {
    return model.form.relative_errors() ? relative_error_variances(model, means)
                                        : additive_variances(model, means.size());
  }
  bool const class_3 = model.form.relative_errors() && model.form.trend != Component::multiplicative;
  return class_3 ? seasonal_factor_variances(model, static_cast<int>(means.size()))
                 : linearised_variances(model, means);
}

/// What lies beyond the gap.
std::vector<double> beyond(std::vector<double> values, int gap) {
  values.erase(values.begin(), values.begin() + gap);
  return values;
}

} // namespace

std::vector<double> point_forecasts(Model const& model, int horizon) {
  return beyond(all_point_forecasts(model, horizon + model.gap), model.gap);
}

std::vector<double> forecast_variances(Model const& model, int horizon) {
  return beyond(all_variances(model, all_point_forecasts(model, horizon + model.gap)), model.gap);
}

} // namespace rankfold::learners::forecasting::smoothing
