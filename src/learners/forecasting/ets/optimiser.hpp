#pragma once

#include "learners/forecasting/ets/search_space.hpp"
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

struct Optimum {
  Candidate candidate;
  double deviance = 0.0;
  double floor = 0.0; ///< what was still hoped for where the descent was given up; else the deviance
};

/// When to stop.
struct Effort {
  int iterations = 100;    ///< at most
  double tolerance = 1e-4; ///< gain of deviance in one iteration below which there is nothing left to gain
  /// The deviance to get below. A descent that would need many times its last gain for that is given up.
  double rival = std::numeric_limits<double>::infinity();
  std::span<Optimum const> known = {}; ///< minima that need not be found again
};

/// A local minimum of the deviance, from a start.
///
/// Levenberg and Marquardt's steps within the box of `space`, on the expected curvature and on what a secant update
/// makes of it. An iteration costs one pass for the derivatives and one that tries four steps at once.
/// @return nothing if the start cannot be evaluated, or lies in the basin of a minimum that is known.
[[nodiscard]] std::optional<Optimum> minimise(SearchSpace const& space, std::span<double const> values,
                                              Candidate const& start, Effort const& effort);

/// Descends from several starts, and adds the minima that are not known yet.
void add_minima(std::vector<Optimum>& known, std::span<Candidate const> starts, SearchSpace const& space,
                std::span<double const> values);

/// @pre there is one.
[[nodiscard]] Optimum const& lowest(std::span<Optimum const> minima);

} // namespace rankfold::learners::forecasting::smoothing
