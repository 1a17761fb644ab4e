#include "learners/forecasting/ets/search_space.hpp"
#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// The length up to `longest` to which the predicate holds, if it holds from 0 on: by bisection.
template <class Holds> double longest_range(double longest, Holds const& holds) {
  if (holds(longest)) return longest;
  double inside = 0.0;
  for (int i = 0; i < 26; ++i) {
    double const middle = 0.5 * (inside + longest);
    (holds(middle) ? inside : longest) = middle;
  }
  return inside;
}

} // namespace

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

bool SearchSpace::is_empty() const {
  if (!has_moving_bounds()) return false;
  if (lower_[Layout::alpha] > upper_[Layout::alpha]) return true;
  Vector z{}; // with the least beta and gamma there can be
  z[Layout::alpha] = given_.alpha.value_or(lower_[Layout::alpha]);
  z[Layout::phi] = lower_[Layout::phi];
  Limits usual = limits_;
  usual.bounds = Bounds::usual;
  return !is_allowed(form_, period_, smoothing_at(z), usual);
}

int SearchSpace::free_count() const { return static_cast<int>(std::count(free_.begin(), free_.end(), true)); }

bool SearchSpace::has_exact_box() const {
  return limits_.bounds == Bounds::both && form_.has_trend() && form_.has_season() && box_ == Box::usual;
}

SearchSpace SearchSpace::with_exact_box() const {
  SearchSpace exact = *this;
  exact.box_ = Box::exact;
  return exact;
}

bool SearchSpace::admits(double alpha, double beta, double gamma, double phi) const {
  return is_admissible(form_, period_, {alpha, beta, gamma, phi});
}

double SearchSpace::beta_range(double alpha, double phi) const {
  double const lowest = limits_.lower.beta;
  double const usual = std::max(0.0, std::min(alpha, limits_.upper.beta) - lowest);
  if (box_ == Box::usual) return usual;
  return longest_range(usual, [&](double range) { return admits(alpha, lowest + range, limits_.lower.gamma, phi); });
}

double SearchSpace::gamma_range(double alpha, double beta, double phi) const {
  double const lowest = limits_.lower.gamma;
  double const usual = std::max(0.0, std::min(1.0 - alpha, limits_.upper.gamma) - lowest);
  if (box_ == Box::usual) return usual;
  return longest_range(usual, [&](double range) { return admits(alpha, beta, lowest + range, phi); });
}

SearchSpace::Vector SearchSpace::coordinates(Candidate const& candidate) const {
  Vector z = to_vector(form_, period_, candidate);
  auto const place = [](double value, double lower, double range) {
    return range > 0.0 ? (value - lower) / range : 0.0;
  };
  auto const put_into_box = [&](std::size_t i) {
    if (free_[i]) z[i] = std::clamp(z[i], lower_[i], upper_[i]);
  };
  if (given_.alpha) z[Layout::alpha] = *given_.alpha;
  put_into_box(Layout::alpha);
  put_into_box(Layout::phi);
  if (has_moving_bounds()) {
    z[Layout::beta] = place(z[Layout::beta], limits_.lower.beta, beta_range(z[Layout::alpha], z[Layout::phi]));
    put_into_box(Layout::beta);
    double const beta = smoothing_at(z).beta;
    z[Layout::gamma] =
        place(z[Layout::gamma], limits_.lower.gamma, gamma_range(z[Layout::alpha], beta, z[Layout::phi]));
  }
  put_into_box(Layout::beta);
  put_into_box(Layout::gamma);
  return z;
}

SmoothingParameters SearchSpace::smoothing_at(Vector const& z) const {
  SmoothingParameters p{z[Layout::alpha], 0.0, 0.0, 1.0};
  if (form_.damped) p.phi = given_.phi.value_or(z[Layout::phi]);
  if (form_.has_trend()) {
    p.beta = has_moving_bounds() ? limits_.lower.beta + z[Layout::beta] * beta_range(p.alpha, p.phi) : z[Layout::beta];
    p.beta = given_.beta.value_or(p.beta);
  }
  if (form_.has_season()) {
    p.gamma = has_moving_bounds() ? limits_.lower.gamma + z[Layout::gamma] * gamma_range(p.alpha, p.beta, p.phi)
                                  : z[Layout::gamma];
    p.gamma = given_.gamma.value_or(p.gamma);
  }
  return p;
}

Candidate SearchSpace::candidate(Vector const& coordinates) const {
  Candidate result = to_candidate(form_, period_, coordinates);
  result.smoothing = smoothing_at(coordinates);
  return result;
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
  // The bounds are smooth but for corners; where they are not known in closed form, differences do for all.
  auto const jacobian = smoothing_jacobian(z);
  auto& [gradient, curvature] = sensitivity;
  auto const transform = [&](auto&& entry) {
    std::array<double, Layout::smoothing_count> sums{};
    for (std::size_t i = 0; i < Layout::smoothing_count; ++i) {
      for (std::size_t k = 0; k < Layout::smoothing_count; ++k) sums[i] += jacobian[k][i] * entry(k);
    }
    for (std::size_t i = 0; i < Layout::smoothing_count; ++i) entry(i) = sums[i];
  };
  transform([&](std::size_t i) -> double& { return gradient[i]; });
  for (std::size_t j = 0; j < layout_.size; ++j) {
    transform([&, j](std::size_t i) -> double& { return curvature[i][j]; });
  }
  for (std::size_t j = 0; j < layout_.size; ++j) {
    transform([&, j](std::size_t i) -> double& { return curvature[j][i]; });
  }
}

SearchSpace::Jacobian SearchSpace::smoothing_jacobian(Vector const& z) const {
  Jacobian jacobian{};
  for (std::size_t i = 0; i < Layout::smoothing_count; ++i) {
    if (!free_[i]) continue;
    constexpr double step = 1e-4;
    Vector above = z;
    Vector below = z;
    above[i] = std::min(upper_[i], z[i] + step);
    below[i] = std::max(lower_[i], z[i] - step);
    auto const high = smoothing_at(above);
    auto const low = smoothing_at(below);
    double const width = above[i] - below[i];
    jacobian[Layout::alpha][i] = (high.alpha - low.alpha) / width;
    jacobian[Layout::beta][i] = (high.beta - low.beta) / width;
    jacobian[Layout::gamma][i] = (high.gamma - low.gamma) / width;
    jacobian[Layout::phi][i] = (high.phi - low.phi) / width;
  }
  return jacobian;
}

} // namespace rankfold::learners::forecasting::smoothing
