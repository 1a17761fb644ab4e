#include "learners/forecasting/ets/bounds.hpp"
#include <cmath>

namespace rankfold::learners::forecasting::smoothing {

namespace {

using Polynomial = std::array<double, max_period + 2>;

/// Whether all roots of x^degree + c[1] x^(degree-1) + ... + c[degree] lie within the unit circle: Schur & Cohn's
/// recursion, which lowers the degree by one as long as the product of the roots is below one.
bool is_stable(Polynomial c, std::size_t degree) {
  for (; degree > 0; --degree) {
    double const last = c[degree];
    if (!(std::abs(last) < 1.0)) return false;
    Polynomial const previous = c;
    for (std::size_t i = 1; i < degree; ++i) c[i] = (previous[i] - last * previous[degree - i]) / (1.0 - last * last);
  }
  return true;
}

/// HKOS section 10.2 for seasonal forms: x^(m+1) + (alpha + beta - phi) x^m + (alpha + beta - alpha phi) x^(m-1) + ...
bool seasonal_roots_are_stable(double alpha, double beta, double gamma, double phi, std::size_t m) {
  Polynomial c{1.0};
  if (beta == 0.0 && phi == 1.0) { // (x - 1) is a factor, and belongs to no state
    for (std::size_t i = 1; i < m; ++i) c[i] = alpha;
    c[m] = alpha + gamma - 1.0;
    return is_stable(c, m);
  }
  c[1] = alpha + beta - phi;
  for (std::size_t i = 2; i < m; ++i) c[i] = alpha + beta - alpha * phi;
  c[m] = alpha + beta - alpha * phi + gamma - 1.0;
  c[m + 1] = phi * (1.0 - alpha - gamma);
  return is_stable(c, m + 1);
}

bool within(double lowest, double value, double highest) { return lowest <= value && value <= highest; }

bool is_usual(Form form, SmoothingParameters const& p, Limits const& limits) {
  auto const& [lower, upper, unused] = limits;
  return within(lower.alpha, p.alpha, upper.alpha) &&
         (!form.has_trend() || within(lower.beta, p.beta, std::fmin(p.alpha, upper.beta))) &&
         (!form.has_season() || within(lower.gamma, p.gamma, std::fmin(1.0 - p.alpha, upper.gamma))) &&
         (!form.damped || within(lower.phi, p.phi, upper.phi));
}

} // namespace

bool is_admissible(Form form, int period, SmoothingParameters const& parameters) {
  double const alpha = parameters.alpha;
  double const beta = form.has_trend() ? parameters.beta : 0.0;
  double const phi = form.damped ? parameters.phi : 1.0;
  if (phi < 0.0 || phi > 1.0) return false;
  if (!form.has_season() || period < 2) {
    if (!within(1.0 - 1.0 / phi, alpha, 1.0 + 1.0 / phi)) return false;
    return !form.has_trend() || within(alpha * (phi - 1.0), beta, (1.0 + phi) * (2.0 - alpha));
  }
  double const m = period;
  double const gamma = parameters.gamma;
  if (!within(std::fmax(1.0 - 1.0 / phi - alpha, 0.0), gamma, 1.0 + 1.0 / phi - alpha)) return false;
  if (alpha < 1.0 - 1.0 / phi - gamma * (1.0 - m + phi + phi * m) / (2.0 * phi * m)) return false;
  if (beta < -(1.0 - phi) * (gamma / m + alpha)) return false;
  return seasonal_roots_are_stable(alpha, beta, gamma, phi, static_cast<std::size_t>(period));
}

bool is_allowed(Form form, int period, SmoothingParameters const& parameters, Limits const& limits) {
  if (limits.bounds != Bounds::admissible && !is_usual(form, parameters, limits)) return false;
  return limits.bounds == Bounds::usual || is_admissible(form, period, parameters);
}

} // namespace rankfold::learners::forecasting::smoothing
