#pragma once

#include <optional>
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::decomposition {

/// A series as the sum of its seasons and what is left; what is left is a trend and a remainder.
struct MultipleSeasons {
  struct Season {
    int period;
    std::vector<double> values; ///< as many as the series has
  };
  std::vector<Season> seasons;  ///< by rising period
  std::vector<double> adjusted; ///< the series less its seasons
  std::vector<double> trend;    ///< of what is left
};

struct SeasonOptions {
  std::vector<int> periods; ///< in any order; those of which the series has no more than two are left out, as is 1
  int iterations = 2;       ///< rounds in which each season is estimated anew from the series less all others
  std::optional<int> window =
      {}; ///< seasonal window of STL; without it 11 for the shortest season, 4 more for each other
};

/// Takes seasons out one after the other by STL, and again with the others taken out (Bandara, Hyndman & Bergmeir
/// 2021, arXiv:2107.13462), as `mstl` of R's forecast 8.20 does.
/// @param x finite values. Without any season the trend is the series.
[[nodiscard]] MultipleSeasons decompose(std::span<double const> x, SeasonOptions const& options);

} // namespace rankfold::learners::forecasting::decomposition
