#include "learners/forecasting/tbats/descent.hpp"
#include "learners/forecasting/ets/simplex.hpp"
#include <Eigen/Cholesky>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::trigonometric {

namespace {

constexpr double smallest_scale = 0.01; ///< of a coordinate, for the simplex

constexpr int most_steps = 60;
constexpr int most_attempts = 12;  ///< at one step
constexpr double tolerance = 1e-4; ///< of the deviance, in which 2 is a parameter's worth

/// The model of the squared errors around a point: gradient and curvature by its coordinates.
class LocalModel {
public:
  LocalModel(Likelihood& likelihood, Eigen::VectorXd const& point) {
    Eigen::MatrixXd jacobian;
    likelihood.linearise(point, jacobian);
    curvature_ = jacobian.transpose() * jacobian;
    gradient_ = jacobian.transpose() * likelihood.errors();
  }

  [[nodiscard]] bool is_finite() const { return curvature_.allFinite() && gradient_.allFinite(); }

  /// Where the step of this damping leads; coordinates that it would take out of their bounds are held there.
  /// @param held not zero for each coordinate that is not to move
  [[nodiscard]] Eigen::VectorXd step_from(Form const& form, Eigen::VectorXd const& point, Eigen::VectorXd held,
                                          double damping) const {
    auto const n = point.size();
    auto target = point;
    for (Eigen::Index round = 0; round <= n; ++round) {
      target = point - solve(held, damping);
      auto inside = target;
      clamp(form, inside);
      bool changed = false;
      for (Eigen::Index i = 0; i < n; ++i) {
        if (inside[i] == target[i] || held[i] != 0 || inside[i] != point[i]) continue;
        held[i] = 1;
        changed = true;
      }
      target = inside;
      if (!changed) break;
    }
    return target;
  }

private:
  [[nodiscard]] Eigen::VectorXd solve(Eigen::VectorXd const& held, double damping) const {
    Eigen::MatrixXd matrix = curvature_;
    double const least = 1e-12 * curvature_.diagonal().maxCoeff() + std::numeric_limits<double>::min();
    matrix.diagonal() += damping * curvature_.diagonal().cwiseMax(least);
    Eigen::VectorXd right = gradient_;
    for (Eigen::Index i = 0; i < held.size(); ++i) {
      if (held[i] == 0) continue;
      matrix.row(i).setZero();
      matrix.col(i).setZero();
      matrix(i, i) = 1;
      right[i] = 0;
    }
    return matrix.ldlt().solve(right);
  }

  Eigen::MatrixXd curvature_;
  Eigen::VectorXd gradient_;
};

/// Not zero for the coordinates that decide whether a season's states forget: the edge that a step runs into is nearly
/// always theirs.
Eigen::VectorXd season_weights(Form const& form) {
  std::vector<double> const ones(form.seasons.size(), 1.0);
  return to_point(form, {0, 0, 0, 0, ones, ones});
}

/// Takes the step if it is one to a better point. @return the deviance there
double attempt(Likelihood& likelihood, Eigen::VectorXd trial, Optimum& best) {
  double const deviance = likelihood.deviance(trial);
  if (deviance < best.deviance) best = {std::move(trial), deviance};
  return deviance;
}

/// Looks for a better point, with more and more damping. @return whether there is one; then `best` is there.
bool improve(Likelihood& likelihood, LocalModel const& model, Optimum& best, double& damping) {
  auto const& form = likelihood.form();
  Eigen::VectorXd const none = Eigen::VectorXd::Zero(best.point.size()), seasons = season_weights(form);
  double const before = best.deviance;
  for (int count = 0; count < most_attempts; ++count) {
    double const deviance = attempt(likelihood, model.step_from(form, best.point, none, damping), best);
    if (!std::isfinite(deviance) && !form.seasons.empty()) {
      attempt(likelihood, model.step_from(form, best.point, seasons, damping), best);
    }
    if (best.deviance < before) {
      damping = std::max(1e-8, damping / 5);
      return true;
    }
    damping = std::min(1e8, damping * 4);
  }
  return false;
}

} // namespace

Optimum descend(Likelihood& likelihood, Eigen::VectorXd start) {
  clamp(likelihood.form(), start);
  Optimum best{std::move(start), 0};
  best.deviance = likelihood.deviance(best.point);
  double damping = 1e-3;
  for (int step = 0; step < most_steps && std::isfinite(best.deviance); ++step) {
    LocalModel const model{likelihood, best.point};
    double const before = best.deviance;
    if (!model.is_finite() || !improve(likelihood, model, best, damping) || before - best.deviance < tolerance) break;
  }
  return best;
}

void follow_edge(Likelihood& likelihood, Optimum& best) {
  auto const& origin = best.point;
  Eigen::VectorXd const scale = origin.cwiseAbs().cwiseMax(smallest_scale);
  auto const point_at = [&](std::vector<double> const& steps) {
    Eigen::VectorXd point = origin + scale.cwiseProduct(Eigen::VectorXd::Map(steps.data(), origin.size()));
    clamp(likelihood.form(), point);
    return point;
  };
  auto const size = static_cast<std::size_t>(origin.size());
  auto const end = smoothing::minimise_by_simplex(
      [&](std::vector<double> const& steps) { return likelihood.deviance(point_at(steps)); },
      std::vector<double>(size, 0.0), {.relative_tolerance = 1e-8, .evaluations = 40 * static_cast<int>(size)});
  auto found = descend(likelihood, point_at(end));
  if (found.deviance < best.deviance) best = std::move(found);
}

} // namespace rankfold::learners::forecasting::trigonometric
