#include "learners/forecasting/tbats/form.hpp"
#include "learners/forecasting/arima/polynomial.hpp"
#include "learners/forecasting/tbats/recursion.hpp"
#include <Eigen/Eigenvalues>
#include <algorithm>

namespace rankfold::learners::forecasting::trigonometric {

namespace {

constexpr double smallest_phi = 0.8;
constexpr double slack = 1.01; ///< moduli of eigenvalues below, of roots above

/// Calls `visit` with each weight that the form has, in the order of the coordinates.
template <class W, class Visit> void for_each_weight(Form const& form, W& weights, Visit visit) {
  if (form.box_cox) visit(weights.lambda);
  visit(weights.alpha);
  if (form.damped) visit(weights.phi);
  if (form.trend) visit(weights.beta);
  for (auto* list : {&weights.gamma1, &weights.gamma2, &weights.ar, &weights.ma}) {
    for (auto& weight : *list) visit(weight);
  }
}

} // namespace

std::size_t Form::first_states() const {
  std::size_t count = trend ? 2 : 1;
  for (auto const& season : seasons) count += 2 * static_cast<std::size_t>(season.harmonics);
  return count;
}

std::size_t Form::states() const { return first_states() + p + q; }

std::size_t Form::weights() const {
  return 1 + std::size_t{box_cox} + std::size_t{trend} + std::size_t{damped} + 2 * seasons.size() + p + q;
}

Eigen::VectorXd to_point(Form const& form, Weights const& weights) {
  Eigen::VectorXd point(static_cast<Eigen::Index>(form.weights()));
  Weights complete = weights;
  complete.gamma1.resize(form.seasons.size());
  complete.gamma2.resize(form.seasons.size());
  complete.ar.resize(form.p);
  complete.ma.resize(form.q);
  Eigen::Index i = 0;
  for_each_weight(form, complete, [&](double weight) { point[i++] = weight; });
  return point;
}

Weights to_weights(Form const& form, Eigen::VectorXd const& point) {
  std::size_t const n = form.seasons.size();
  Weights weights{1,
                  0,
                  0,
                  1,
                  std::vector<double>(n),
                  std::vector<double>(n),
                  std::vector<double>(form.p),
                  std::vector<double>(form.q)};
  Eigen::Index i = 0;
  for_each_weight(form, weights, [&](double& weight) { weight = point[i++]; });
  return weights;
}

void clamp(Form const& form, Eigen::VectorXd& point) {
  auto weights = to_weights(form, point);
  weights.lambda = std::clamp(weights.lambda, 0.0, 1.0);
  weights.phi = std::clamp(weights.phi, smallest_phi, 1.0);
  point = to_point(form, weights);
}

bool is_admissible(Form const& form, Weights const& weights) {
  auto minus_ma = weights.ma;
  for (double& c : minus_ma) c = -c;
  if (!box_jenkins::roots_beyond(weights.ar, slack) || !box_jenkins::roots_beyond(minus_ma, slack)) return false;
  auto const transition = error_transition(form, weights);
  return transition.allFinite() && transition.eigenvalues().cwiseAbs().maxCoeff() < slack;
}

} // namespace rankfold::learners::forecasting::trigonometric
