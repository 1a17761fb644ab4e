#include "learners/forecasting/ets/starting_states.hpp"
#include "learners/forecasting/ets/decomposition.hpp"
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

namespace {

using Season = std::array<double, max_period>;

double mean(std::span<double const> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

struct Line {
  double intercept; ///< at t = 0, one before the first value
  double slope;
};

Line least_squares_line(std::span<double const> values) {
  double const n = static_cast<double>(values.size());
  double const middle = (n + 1.0) / 2.0;
  double const center = mean(values);
  double products = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    products += (static_cast<double>(i + 1) - middle) * (values[i] - center);
  }
  double const slope = n > 1.0 ? products / (n * (n * n - 1.0) / 12.0) : 0.0;
  return {center - slope * middle, slope};
}

/// Seasons sum to 0, factors to the period; none is negative or not finite.
void normalise(Component kind, Season& season, std::size_t m) {
  auto const used = std::span{season}.first(m);
  double const neutral = kind == Component::additive ? 0.0 : 1.0;
  for (double& s : used) {
    if (!std::isfinite(s)) s = neutral;
  }
  double const center = mean(used);
  for (double& s : used) {
    s = kind == Component::additive ? s - center : (center > 0.0 ? std::max(s / center, 1e-2) : 1.0);
  }
  if (kind == Component::multiplicative) {
    double const after = mean(used);
    for (double& s : used) s /= after;
  }
}

Season decomposed(Component kind, std::span<double const> values, std::size_t m) {
  Season season{};
  std::ranges::copy(classical_seasons(kind, values, m), season.begin());
  return season;
}

Season first_period(Component kind, std::span<double const> values, std::size_t m) {
  auto const [intercept, slope] = least_squares_line(values);
  Season season{};
  for (std::size_t j = 0; j < m; ++j) {
    season[j] = taken_out(kind, values[j], intercept + slope * static_cast<double>(j + 1));
  }
  return season;
}

std::vector<double> without_season(Component kind, std::span<double const> values, Season const& season,
                                   std::size_t m) {
  std::vector<double> result(values.begin(), values.end());
  for (std::size_t t = 0; t < result.size() && kind != Component::none; ++t) {
    result[t] = taken_out(kind, values[t], season[t % m]);
  }
  return result;
}

/// A straight line through the logarithms: growth by a constant ratio is what the trend means. The reference's line
/// through the values themselves often starts below zero.
void set_multiplicative_trend(States& states, std::span<double const> values) {
  std::vector<double> logs(values.begin(), values.end());
  for (double& v : logs) v = std::log(std::max(v, 1e-3));
  auto const [intercept, slope] = least_squares_line(logs);
  states.level = std::exp(intercept);
  states.growth = std::exp(slope);
}

void set_additive_trend(States& states, Line line) {
  states.level = line.intercept;
  states.growth = line.slope;
  if (std::abs(states.level + states.growth) < 1e-8) { // a forecast of zero has no relative error
    states.level *= 1.0 + 1e-3;
    states.growth *= 1.0 - 1e-3;
  }
}

} // namespace

StartingStates::StartingStates(Form form, std::span<double const> values, int period) : form_{form} {
  std::size_t const m = form.has_season() ? static_cast<std::size_t>(period) : 1;
  usual_window_ = std::max<std::size_t>(10, 2 * m);
  if (form.has_season()) {
    season_ = values.size() >= 3 * m ? decomposed(form.season, values, m) : first_period(form.season, values, m);
    normalise(form.season, season_, m);
  }
  adjusted_ = without_season(form.season, values, season_, m);
}

States StartingStates::from_first(std::size_t window) const {
  auto const first = std::span{adjusted_}.first(std::min(adjusted_.size(), std::max(window, usual_window_)));
  States states;
  states.season = season_;
  switch (form_.trend) {
  case Component::none:
    states.level = mean(first);
    break;
  case Component::additive:
    set_additive_trend(states, least_squares_line(first));
    break;
  case Component::multiplicative:
    set_multiplicative_trend(states, first);
    break;
  }
  return states;
}

std::optional<States> classical_states(Form form, std::span<double const> values, int period) {
  States states;
  if (form.has_season()) {
    std::size_t const m = static_cast<std::size_t>(period);
    if (values.size() < 2 * m) return std::nullopt;
    states.level = mean(values.first(m));
    states.growth = (mean(values.subspan(m, m)) - states.level) / period;
    for (std::size_t j = 0; j < m; ++j) states.season[j] = taken_out(form.season, values[j], states.level);
    return states;
  }
  if (values.size() < (form.has_trend() ? 2U : 1U)) return std::nullopt;
  states.level = values[0];
  if (form.trend == Component::additive) states.growth = values[1] - values[0];
  if (form.trend == Component::multiplicative) states.growth = values[1] / values[0];
  return states;
}

} // namespace rankfold::learners::forecasting::smoothing
