#include "learners/forecasting/ets/starting_grid.hpp"
#include "learners/forecasting/ets/likelihood.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// A point of the grid: the smoothing parameters by class, from slow to fast.
struct GridPoint {
  std::array<int, Layout::smoothing_count> position;
  Candidate candidate;
  double deviance;
};

/// Values of beta / alpha, gamma / (1 - alpha) and phi: at their ends and between.
struct Axes {
  std::vector<double> alphas{0.0005, 0.02, 0.1, 0.4, 0.9};
  std::vector<double> betas{0.0}, gammas{0.0}, phis{1.0};
};

Axes axes_of(Form form) {
  Axes axes;
  if (form.has_trend()) axes.betas = {0.0, 0.2, 1.0};
  if (form.damped) axes.phis = {0.82, 0.95};
  if (form.has_season()) axes.gammas = {0.002, 0.1, 0.9};
  return axes;
}

std::vector<GridPoint> make_grid(SearchSpace const& space, StartingStates const& states) {
  Axes const axes = axes_of(space.form());
  std::vector<GridPoint> grid;
  for (int a = 0; a < static_cast<int>(axes.alphas.size()); ++a) {
    double const alpha = axes.alphas[static_cast<std::size_t>(a)];
    States const start = states.from_first(static_cast<std::size_t>(2.0 / alpha));
    for (int b = 0; b < static_cast<int>(axes.betas.size()); ++b) {
      for (int g = 0; g < static_cast<int>(axes.gammas.size()); ++g) {
        for (int p = 0; p < static_cast<int>(axes.phis.size()); ++p) {
          SmoothingParameters const smoothing{alpha, axes.betas[static_cast<std::size_t>(b)] * alpha,
                                              axes.gammas[static_cast<std::size_t>(g)] * (1.0 - alpha),
                                              axes.phis[static_cast<std::size_t>(p)]};
          grid.push_back({{a, b, g, p}, space.candidate(space.coordinates({smoothing, start})), 0.0});
        }
      }
    }
  }
  return grid;
}

/// Fills in the deviances; NaN for what is not allowed.
void evaluate(SearchSpace const& space, std::span<double const> values, std::vector<GridPoint>& grid) {
  for (std::size_t i = 0; i < grid.size(); i += batch_size) {
    std::array<Candidate, batch_size> batch;
    for (std::size_t k = 0; k < batch_size; ++k) batch[k] = grid[std::min(i + k, grid.size() - 1)].candidate;
    auto const found = deviances(space.form(), values, space.period(), batch);
    for (std::size_t k = 0; k < batch_size && i + k < grid.size(); ++k) {
      grid[i + k].deviance = space.allows(batch[k]) ? found[k] : std::nan("");
    }
  }
  std::erase_if(grid, [](GridPoint const& point) { return std::isnan(point.deviance); });
}

/// Whether two points are next to each other: they would descend to the same minimum.
bool are_neighbours(GridPoint const& a, GridPoint const& b) {
  int distance = 0;
  for (std::size_t i = 0; i < a.position.size(); ++i) distance += std::abs(a.position[i] - b.position[i]);
  return distance <= 1;
}

} // namespace

std::vector<Candidate> best_of_grid(SearchSpace const& space, std::span<double const> values,
                                    StartingStates const& states, std::size_t count) {
  auto grid = make_grid(space, states);
  evaluate(space, values, grid);
  std::stable_sort(grid.begin(), grid.end(), [](auto const& a, auto const& b) { return a.deviance < b.deviance; });
  std::vector<GridPoint> chosen;
  for (auto const& point : grid) {
    if (chosen.size() == count) break;
    bool const is_near =
        std::any_of(chosen.begin(), chosen.end(), [&](auto const& c) { return are_neighbours(c, point); });
    if (!is_near) chosen.push_back(point);
  }
  std::vector<Candidate> result;
  for (auto const& point : chosen) result.push_back(point.candidate);
  return result;
}

} // namespace rankfold::learners::forecasting::smoothing
