#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::job {

enum class Direction { minimize, maximize };
enum class Problem { forecasting, classification, regression };

/// A metric that folds can be scored by. `learners/scoring.hpp` computes it.
struct MetricInfo {
  std::string_view name;
  Direction direction;
  bool forecasting, classification, regression; ///< the problems it is defined for
  std::string_view formula;

  [[nodiscard]] bool serves(Problem problem) const;
};

/// All of them, in the order in which they are documented.
[[nodiscard]] std::span<MetricInfo const> known_metrics();
/// The names of those that serve any of these problems.
[[nodiscard]] std::vector<std::string> metrics_for(std::span<Problem const> problems);
/// Null for an unknown name.
[[nodiscard]] MetricInfo const* find_metric(std::string_view name);

/// Whether `a` is the better objective. NaN is worse than everything.
[[nodiscard]] bool is_better(double a, double b, Direction direction);

} // namespace rankfold::job
