#include "learners/forecasting/ces/search.hpp"
#include "learners/forecasting/ets/simplex.hpp"
#include <algorithm>
#include <array>
#include <cmath>

namespace rankfold::learners::forecasting::complex_smoothing {

namespace {

using Point = std::vector<double>; ///< a0, a1, b0, b1: as many as the form has

constexpr std::size_t descents = 3;

Weights weights_at(Point const& point) {
  Weights weights{{point[0], point[1]}, {}};
  if (point.size() > 2) weights.beta.real = point[2];
  if (point.size() > 3) weights.beta.imaginary = point[3];
  return weights;
}

std::vector<Point> season_weights(Seasonality seasonality) {
  if (seasonality == Seasonality::partial) return {{0.02}, {0.1}, {0.3}};
  if (seasonality == Seasonality::full) return {{1.02, 1.0}, {1.2, 1.0}, {1.2, 0.9}, {1.6, 1.0}};
  return {{}};
}

/// Points spread over the stable region, which for one channel reaches from 0 to 2.5 and from -0.5 to 1.7.
std::vector<Point> grid(Seasonality seasonality) {
  std::vector<Point> points;
  for (double const a0 : {0.7, 1.02, 1.2, 1.4, 1.7, 2.0}) {
    for (double const a1 : {0.5, 0.9, 1.0, 1.1, 1.3}) {
      for (auto const& season : season_weights(seasonality)) {
        auto& point = points.emplace_back(Point{a0, a1});
        point.insert(point.end(), season.begin(), season.end());
      }
    }
  }
  return points;
}

struct Valued {
  Point point;
  double value;
};

} // namespace

double negligible(Profile const& profile) { return 1e-26 * profile.observed(); }

std::optional<Weights> best_weights(Profile& profile, Seasonality seasonality) {
  std::function<double(Point const&)> const deviance = [&](Point const& point) {
    double const squares = profile.sum_of_squares(weights_at(point));
    return profile.observed() * std::log(std::max(squares, negligible(profile)));
  };
  std::vector<Valued> candidates;
  for (auto& point : grid(seasonality)) {
    double const value = deviance(point);
    if (std::isfinite(value)) candidates.push_back({std::move(point), value});
  }
  if (candidates.empty()) return std::nullopt;
  std::ranges::stable_sort(candidates, {}, &Valued::value);
  candidates.resize(std::min(descents, candidates.size()));
  for (auto& [point, value] : candidates) {
    point = smoothing::minimise_by_simplex(deviance, point, {.relative_tolerance = 1e-9, .evaluations = 400});
    value = deviance(point);
  }
  return weights_at(std::ranges::min_element(candidates, {}, &Valued::value)->point);
}

} // namespace rankfold::learners::forecasting::complex_smoothing
