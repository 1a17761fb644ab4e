#include "learners/forecasting/tbats/likelihood.hpp"
#include "learners/forecasting/innovations/runs.hpp"
#include "learners/forecasting/tbats/recursion.hpp"
#include <limits>

namespace rankfold::learners::forecasting::trigonometric {

Sample::Sample(std::vector<double> all) : values{std::move(all)} {
  bool positive = true;
  for (double const v : values) {
    if (std::isnan(v)) continue;
    ++observed;
    positive = positive && v > 0;
  }
  if (!positive) return;
  for (double const v : values) {
    logarithms.push_back(std::log(v));
    if (!std::isnan(v)) mean_logarithm += logarithms.back() / static_cast<double>(observed);
  }
}

void Sample::transform(bool box_cox, double lambda, std::vector<double>& out) const {
  if (!box_cox) {
    out = values;
    return;
  }
  out.resize(values.size());
  for (std::size_t t = 0; t < out.size(); ++t) {
    out[t] = lambda == 0 ? logarithms[t] : std::expm1(lambda * logarithms[t]) / lambda;
  }
}

Likelihood::Likelihood(Sample const& sample, Form form) :
    sample_{sample}, form_{std::move(form)}, row_(1 + form_.first_states()),
    rows_(sample.observed, static_cast<Eigen::Index>(row_.size())) {}

/// The Jacobian of the transform at the geometric mean, inverted.
double Likelihood::unit(Weights const& weights) const {
  return form_.box_cox ? std::exp((1 - weights.lambda) * sample_.mean_logarithm) : 1.0;
}

double Likelihood::deviance(Eigen::VectorXd const& point) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  auto const weights = to_weights(form_, point);
  if (!is_admissible(form_, weights)) return infinity;
  sample_.transform(form_.box_cox, weights.lambda, transformed_);
  Recursion recursion{form_, weights, row_.size()};
  for (std::size_t i = 0; i + 1 < row_.size(); ++i) recursion.state(i, i + 1) = 1.0;
  Eigen::Index next = 0;
  innovations::run_through(recursion, transformed_, row_,
                           [&](auto errors) { std::ranges::copy(errors, rows_.row(next++).begin()); });
  rows_ *= unit(weights);
  double const squares = least_.solve(rows_);
  return static_cast<double>(sample_.observed) * std::log(std::max(squares, sample_.negligible()));
}

void Likelihood::run(Eigen::VectorXd const& point, Eigen::Ref<Eigen::VectorXd> errors) {
  auto const weights = to_weights(form_, point);
  sample_.transform(form_.box_cox, weights.lambda, transformed_);
  Recursion recursion{form_, weights, 1};
  auto const& first = least_.values();
  for (Eigen::Index i = 0; i < first.size(); ++i) recursion.state(static_cast<std::size_t>(i), 0) = first[i];
  Eigen::Index next = 0;
  double row = 0;
  double const factor = unit(weights);
  innovations::run_through(recursion, transformed_, {&row, 1},
                           [&](auto error) { errors[next++] = factor * error.front(); });
}

void Likelihood::linearise(Eigen::VectorXd const& point, Eigen::MatrixXd& jacobian) {
  jacobian.resize(sample_.observed, point.size());
  for (Eigen::Index i = 0; i < point.size(); ++i) {
    double const step = 1e-7 * std::max(0.1, std::abs(point[i]));
    auto moved = point;
    moved[i] += step;
    run(moved, jacobian.col(i));
    jacobian.col(i) = (jacobian.col(i) - errors()) / step;
  }
  least_.project(rows_, jacobian);
}

} // namespace rankfold::learners::forecasting::trigonometric
