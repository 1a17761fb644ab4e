#pragma once

#include <functional>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

struct SimplexOptions {
  double relative_tolerance = 0.0; ///< of the function's values at the corners
  int evaluations = 0;             ///< at most, give or take those of one step
};

/// Nelder and Mead's direct search (Comput. J. 7, 1965) as J. C. Nash's algorithm 19 (Compact Numerical Methods for
/// Computers, 2nd ed. 1990), which R's `optim` also follows: reflection 1, contraction 1/2, expansion 2; the first
/// simplex has a tenth of the largest coordinate as its side, whatever the other coordinates are. Order of evaluation
/// and of ties is kept, so that from the same start it ends at the same point.
/// @param f points that are not allowed have infinite or NaN values
/// @return the best point; `start` if f has no finite value there
[[nodiscard]] std::vector<double> minimise_by_simplex(std::function<double(std::vector<double> const&)> const& f,
                                                      std::vector<double> const& start, SimplexOptions const& options);

} // namespace rankfold::learners::forecasting::smoothing
