#include "learners/forecasting/ets/factor_variances.hpp"
#include <Eigen/Core>

namespace rankfold::learners::forecasting::smoothing {

namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// x' = (stay + learn e) x for a relative error e.
struct Transition {
  Matrix stay, learn;
};

/// Of the level, and the growth where there is a trend. `reach` times the state is what multiplies the season.
Transition level_transition(Model const& model, Vector const& reach) {
  auto const& [alpha, beta, gamma, phi] = model.smoothing;
  if (!model.form.has_trend()) return {Matrix::Identity(1, 1), Matrix::Constant(1, 1, alpha)};
  Matrix stay(2, 2);
  stay << 1.0, phi, 0.0, phi;
  return {stay, Eigen::Vector2d{alpha, beta} * reach.transpose()};
}

/// Of the seasons, newest first: each ages by one, and the oldest becomes the newest.
Transition season_transition(Model const& model) {
  int const m = model.period;
  Transition result{Matrix::Zero(m, m), Matrix::Zero(m, m)};
  result.stay(0, m - 1) = 1.0;
  result.stay.bottomLeftCorner(m - 1, m - 1).setIdentity();
  result.learn(0, m - 1) = model.smoothing.gamma;
  return result;
}

Matrix kronecker(Matrix const& a, Matrix const& b) {
  Matrix result(a.rows() * b.rows(), a.cols() * b.cols());
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j)
      result.block(i * b.rows(), j * b.cols(), b.rows(), b.cols()) = a(i, j) * b;
  }
  return result;
}

/// Mean and covariance of all products of a state of the level with a season, which the forecast is linear in.
class Products {
public:
  explicit Products(Model const& model) : sigma2_{model.sigma2()} {
    int const m = model.period;
    bool const has_trend = model.form.has_trend();
    Vector const reach = has_trend ? Vector{Eigen::Vector2d{1.0, model.smoothing.phi}} : Vector{Vector::Ones(1)};
    Vector const state = has_trend ? Vector{Eigen::Vector2d{model.last.level, model.last.growth}}
                                   : Vector{Vector::Constant(1, model.last.level)};
    Vector season(m);
    for (int j = 0; j < m; ++j) season(m - 1 - j) = model.last.season[static_cast<std::size_t>(j)];
    auto const level = level_transition(model, reach);
    auto const seasons = season_transition(model);
    stay_ = kronecker(seasons.stay, level.stay);
    learn_once_ = kronecker(seasons.learn, level.stay) + kronecker(seasons.stay, level.learn);
    learn_twice_ = kronecker(seasons.learn, level.learn);
    mean_ = kronecker(season, state);
    covariance_ = Matrix::Zero(mean_.size(), mean_.size());
    observe_ = kronecker(Vector::Unit(m, m - 1), reach);
  }

  [[nodiscard]] double forecast_variance() const {
    double const mean = observe_.dot(mean_);
    return (1.0 + sigma2_) * observe_.dot(covariance_ * observe_) + sigma2_ * mean * mean;
  }

  void advance() {
    Matrix const square = mean_ * mean_.transpose();
    Matrix const crossed = stay_ * covariance_ * learn_twice_.transpose();
    Matrix const next =
        stay_ * covariance_ * stay_.transpose() +
        sigma2_ * (crossed + crossed.transpose() + learn_once_ * (covariance_ + square) * learn_once_.transpose() +
                   sigma2_ * learn_twice_ * (3.0 * covariance_ + 2.0 * square) * learn_twice_.transpose());
    covariance_ = next;
    mean_ = (stay_ * mean_ + sigma2_ * learn_twice_ * mean_).eval();
  }

private:
  double sigma2_;
  Matrix stay_, learn_once_, learn_twice_, covariance_;
  Vector mean_, observe_;
};

} // namespace

std::vector<double> seasonal_factor_variances(Model const& model, int steps) {
  Products products{model};
  std::vector<double> variances;
  for (int h = 0; h < steps; ++h) {
    variances.push_back(products.forecast_variance());
    products.advance();
  }
  return variances;
}

} // namespace rankfold::learners::forecasting::smoothing
