#include "learners/forecasting/simple/theta_states.hpp"

#include "learners/forecasting/simple/golden_section.hpp"
#include "support/error.hpp"
#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/core.h>
#include <numeric>

namespace rankfold::learners::forecasting {
namespace {

constexpr double least_alpha = 0.1, most_alpha = 0.99, most_weight = 1.0 - 1e-10;
constexpr std::size_t first_counted = 2; ///< before, a dynamic line has no slope

/// The trend line that is known before each value.
std::vector<std::array<double, 2>> lines_before(std::span<double const> values, ThetaStates::Line line) {
  std::vector<std::array<double, 2>> lines;
  TrendLine trend;
  double t = 0.0;
  for (double const value : values) {
    lines.push_back({trend.intercept(t), trend.slope});
    trend.add(value, t += 1.0);
  }
  if (line == ThetaStates::Line::fixed) std::ranges::fill(lines, std::array{trend.intercept(t), trend.slope});
  return lines;
}

double dot(std::vector<double> const& a, std::vector<double> const& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// For a given alpha the errors are linear in the first level and in the weight: rest - first_level * decay - weight *
/// line. Least squares give both, the weight within its bounds.
class ErrorsAt {
public:
  ErrorsAt(std::span<double const> values, std::vector<std::array<double, 2>> const& lines, double alpha) {
    double decay = 1.0;
    for (std::size_t i = 0; i < values.size(); ++i, decay *= 1.0 - alpha) {
      if (i >= first_counted) {
        double const slope_share = (1.0 - decay * (1.0 - alpha)) / alpha;
        rest_.push_back(values[i] - level_);
        decay_.push_back(decay);
        line_.push_back(decay * lines[i][0] + slope_share * lines[i][1]);
      }
      level_ += alpha * (values[i] - level_);
    }
    last_decay_ = decay;
  }

  void estimate(ThetaCoefficient coefficient) {
    double const decays = dot(decay_, decay_), of_rest = dot(decay_, rest_) / decays,
                 of_line = dot(decay_, line_) / decays;
    if (coefficient == ThetaCoefficient::estimated) {
      double products = 0.0, squares = 0.0;
      for (std::size_t i = 0; i < rest_.size(); ++i) {
        double const line = line_[i] - of_line * decay_[i];
        products += line * (rest_[i] - of_rest * decay_[i]);
        squares += line * line;
      }
      if (squares > 1e-20 * dot(line_, line_)) weight_ = std::clamp(products / squares, 0.0, most_weight);
    }
    first_level_ = of_rest - weight_ * of_line;
  }

  [[nodiscard]] double mean_square() const {
    double sum = 0.0;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      double const error = rest_[i] - first_level_ * decay_[i] - weight_ * line_[i];
      sum += error * error;
    }
    return sum / static_cast<double>(rest_.size());
  }
  [[nodiscard]] double weight() const { return weight_; }
  [[nodiscard]] double last_level() const { return level_ + last_decay_ * first_level_; }

private:
  std::vector<double> rest_, decay_, line_;
  double level_ = 0.0; ///< from a first level of 0
  double last_decay_ = 1.0, first_level_ = 0.0, weight_ = 0.5;
};

/// Calls `f` on a coarse grid, then searches around its best point.
template <class Function> double best_alpha(Function const& f) {
  constexpr int points = 16;
  constexpr double step = (most_alpha - least_alpha) / points;
  double best = least_alpha, at_best = f(best);
  for (int i = 1; i <= points; ++i) {
    double const alpha = least_alpha + i * step, value = f(alpha);
    if (value < at_best) best = alpha, at_best = value;
  }
  double const found = golden_section(f, std::max(least_alpha, best - step), std::min(most_alpha, best + step), 1e-8);
  return f(found) < at_best ? found : best;
}

/// The mean of y[t] as a linear function of level, mean and slope before t.
Eigen::Vector3d observation(ThetaStates const& model, double t) {
  double const line_end = model.line == ThetaStates::Line::dynamic ? t - 1.0 : model.n_used;
  double const decay = std::pow(1.0 - model.alpha, t - 1.0);
  double const slope_share = (1.0 - decay * (1.0 - model.alpha)) / model.alpha;
  return {1.0, model.weight * decay, model.weight * (slope_share - 0.5 * (line_end + 1.0) * decay)};
}

/// The states after t are kept * (the states before) + gain * y[t].
struct Transition {
  Eigen::Matrix3d kept = Eigen::Matrix3d::Identity();
  Eigen::Vector3d gain = Eigen::Vector3d::Zero();
};

Transition transition(ThetaStates const& model, double t) {
  Transition out;
  out.kept(0, 0) = 1.0 - model.alpha;
  out.gain(0) = model.alpha;
  if (model.line == ThetaStates::Line::fixed) return out;
  out.gain(1) = 1.0 / t;
  out.gain(2) = 6.0 / (t * (t + 1.0));
  out.kept(1, 1) = 1.0 - out.gain(1);
  out.kept(2, 1) = -out.gain(2);
  out.kept(2, 2) = (t - 2.0) / (t + 1.0);
  return out;
}

} // namespace

void TrendLine::add(double value, double t) {
  slope = t > 1.0 ? ((t - 2.0) * slope + 6.0 / t * (value - mean)) / (t + 1.0) : 0.0;
  mean += (value - mean) / t;
}

ThetaStates fit_theta_states(std::span<double const> values, ThetaStates::Line line, ThetaCoefficient coefficient) {
  if (values.size() < 4) throw FitError{fmt::format("too short: {} values, 4 are needed", values.size())};
  auto const lines = lines_before(values, line);
  auto const at = [&](double alpha) {
    ErrorsAt errors{values, lines, alpha};
    errors.estimate(coefficient);
    return errors;
  };
  ThetaStates model;
  model.line = line;
  model.alpha = best_alpha([&](double alpha) { return at(alpha).mean_square(); });
  auto const errors = at(model.alpha);
  model.weight = errors.weight();
  model.level = errors.last_level();
  model.sigma2 = errors.mean_square();
  for (double const value : values) model.trend.add(value, ++model.n_used);
  return model;
}

ThetaPath forecast_theta_states(ThetaStates const& model, int steps) {
  ThetaPath path;
  Eigen::Vector3d states{model.level, model.trend.mean, model.trend.slope};
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero(); // in units of the variance of an error
  for (int h = 1; h <= steps; ++h) {
    double const t = model.n_used + h;
    auto const seen = observation(model, t);
    path.means.push_back(seen.dot(states));
    path.variances.push_back(model.sigma2 * (1.0 + seen.dot(covariance * seen)));
    auto const [kept, gain] = transition(model, t);
    Eigen::Matrix3d const step = kept + gain * seen.transpose();
    states = step * states;
    covariance = step * covariance * step.transpose() + gain * gain.transpose();
  }
  return path;
}

} // namespace rankfold::learners::forecasting
