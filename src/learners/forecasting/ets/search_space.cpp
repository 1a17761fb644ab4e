#include "learners/forecasting/ets/search_space.hpp"
#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {

SearchSpace::SearchSpace(Form form, int period, Limits const& limits, GivenParameters const& given,
                         InitialStates states) :
    form_{form},
    period_{period}, layout_{form, period}, limits_{limits}, given_{given} {
  lower_.fill(-std::numeric_limits<double>::infinity());
  upper_.fill(std::numeric_limits<double>::infinity());
  bound_smoothing_parameters();
  for (std::size_t i = Layout::smoothing_count; i < layout_.size; ++i) free_[i] = states == InitialStates::estimated;
}

void SearchSpace::bound_smoothing_parameters() {
  auto const bound = [this](std::size_t i, bool present, std::optional<double> const& given, double lower,
                            double upper) {
    free_[i] = present && !given;
    lower_[i] = lower;
    upper_[i] = upper;
  };
  auto& [lower, upper, bounds] = limits_;
  if (has_moving_bounds()) { // what is given narrows what the others may be, as beta <= alpha <= 1 - gamma
    if (form_.has_trend() && given_.beta) lower.alpha = std::max(lower.alpha, *given_.beta);
    if (form_.has_season() && given_.gamma) upper.alpha = std::min(upper.alpha, 1.0 - *given_.gamma);
    bound(Layout::alpha, true, given_.alpha, lower.alpha, upper.alpha);
    bound(Layout::beta, form_.has_trend(), given_.beta, 0.0, 1.0);
    bound(Layout::gamma, form_.has_season(), given_.gamma, 0.0, 1.0);
    bound(Layout::phi, form_.damped, given_.phi, lower.phi, upper.phi);
  } else { // a box around all that is admissible for phi >= 0.5
    bound(Layout::alpha, true, given_.alpha, -1.0, 3.0);
    bound(Layout::beta, form_.has_trend(), given_.beta, -2.0, 6.0);
    bound(Layout::gamma, form_.has_season(), given_.gamma, 0.0, 4.0);
    bound(Layout::phi, form_.damped, given_.phi, 0.5, 1.0);
  }
}

int SearchSpace::free_count() const { return static_cast<int>(std::count(free_.begin(), free_.end(), true)); }

double SearchSpace::beta_range(double alpha) const {
  return std::max(0.0, std::min(alpha, limits_.upper.beta) - limits_.lower.beta);
}
double SearchSpace::gamma_range(double alpha) const {
  return std::max(0.0, std::min(1.0 - alpha, limits_.upper.gamma) - limits_.lower.gamma);
}

SearchSpace::Vector SearchSpace::coordinates(Candidate const& candidate) const {
  Vector z = to_vector(form_, period_, candidate);
  auto const place = [](double value, double lower, double range) {
    return range > 0.0 ? (value - lower) / range : 0.0;
  };
  if (given_.alpha) z[Layout::alpha] = *given_.alpha;
  if (free_[Layout::alpha])
    z[Layout::alpha] = std::clamp(z[Layout::alpha], lower_[Layout::alpha], upper_[Layout::alpha]);
  if (has_moving_bounds()) {
    z[Layout::beta] = place(z[Layout::beta], limits_.lower.beta, beta_range(z[Layout::alpha]));
    z[Layout::gamma] = place(z[Layout::gamma], limits_.lower.gamma, gamma_range(z[Layout::alpha]));
  }
  for (std::size_t i = Layout::beta; i <= Layout::phi; ++i) {
    if (free_[i]) z[i] = std::clamp(z[i], lower_[i], upper_[i]);
  }
  return z;
}

Candidate SearchSpace::candidate(Vector const& coordinates) const {
  Vector vector = coordinates;
  double const alpha = vector[Layout::alpha];
  if (has_moving_bounds()) {
    vector[Layout::beta] = limits_.lower.beta + coordinates[Layout::beta] * beta_range(alpha);
    vector[Layout::gamma] = limits_.lower.gamma + coordinates[Layout::gamma] * gamma_range(alpha);
  }
  if (!form_.has_trend()) vector[Layout::beta] = 0.0;
  if (!form_.has_season()) vector[Layout::gamma] = 0.0;
  if (!form_.damped) vector[Layout::phi] = 1.0;
  if (form_.has_trend() && given_.beta) vector[Layout::beta] = *given_.beta;
  if (form_.has_season() && given_.gamma) vector[Layout::gamma] = *given_.gamma;
  if (form_.damped && given_.phi) vector[Layout::phi] = *given_.phi;
  return to_candidate(form_, period_, vector);
}

bool SearchSpace::allows(Candidate const& candidate) const {
  if (form_.season == Component::multiplicative) {
    auto const& season = candidate.states.season;
    if (std::any_of(season.begin(), season.begin() + period_, [](double s) { return s < 0.0; })) return false;
  }
  // Without both trend and season the usual bounds are admissible: for one of them, HKOS sections 10.1 and 10.2.
  bool const usual_is_admissible = !(form_.has_trend() && form_.has_season());
  if (limits_.bounds == Bounds::usual || (limits_.bounds == Bounds::both && usual_is_admissible)) return true;
  return is_admissible(form_, period_, candidate.smoothing);
}

void SearchSpace::to_coordinates(Sensitivity& sensitivity, Vector const& z) const {
  if (!has_moving_bounds()) return;
  auto& [gradient, curvature] = sensitivity;
  double const alpha = z[Layout::alpha];
  double const beta_by_alpha =
      free_[Layout::beta] && beta_range(alpha) > 0.0 && alpha < limits_.upper.beta ? z[Layout::beta] : 0.0;
  double const gamma_by_alpha =
      free_[Layout::gamma] && gamma_range(alpha) > 0.0 && 1.0 - alpha < limits_.upper.gamma ? -z[Layout::gamma] : 0.0;
  double const beta_scale = beta_range(alpha);
  double const gamma_scale = gamma_range(alpha);
  auto const transform = [&](auto&& entry) {
    entry(Layout::alpha) += beta_by_alpha * entry(Layout::beta) + gamma_by_alpha * entry(Layout::gamma);
    entry(Layout::beta) *= beta_scale;
    entry(Layout::gamma) *= gamma_scale;
  };
  transform([&](std::size_t i) -> double& { return gradient[i]; });
  for (std::size_t j = 0; j < layout_.size; ++j) {
    transform([&, j](std::size_t i) -> double& { return curvature[i][j]; });
  }
  for (std::size_t j = 0; j < layout_.size; ++j) {
    transform([&, j](std::size_t i) -> double& { return curvature[j][i]; });
  }
}

} // namespace rankfold::learners::forecasting::smoothing
