#include "learners/forecasting/ets/across_bounds.hpp"
#include <algorithm>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// Calls `visit(place)` for each free smoothing parameter, with where it is between its bounds, from 0 to 1; adds a
/// start with the parameter where `visit` puts it, unless that is nowhere (negative).
template <class Visit>
std::vector<Candidate> moved(SearchSpace const& space, Candidate const& minimum, Visit const& visit) {
  auto const at = space.coordinates(minimum);
  std::vector<Candidate> starts;
  for (std::size_t i = 0; i < Layout::smoothing_count; ++i) {
    if (!space.is_free(i)) continue;
    double const width = space.upper(i) - space.lower(i);
    double const place = visit((at[i] - space.lower(i)) / width);
    if (place < 0.0) continue;
    auto beside = at;
    beside[i] = std::min(space.lower(i) + place * width, space.upper(i));
    starts.push_back(space.candidate(beside));
  }
  return starts;
}

constexpr double on_bound = 1e-4;
constexpr double nowhere = -1.0;

} // namespace

std::vector<Candidate> off_bounds(SearchSpace const& space, Candidate const& minimum, std::size_t n_values) {
  double const inwards = std::min(0.1, 10.0 / static_cast<double>(n_values));
  return moved(space, minimum, [=](double place) {
    return place < on_bound ? inwards : place > 1.0 - on_bound ? 1.0 - inwards : nowhere;
  });
}

std::vector<Candidate> onto_bounds(SearchSpace const& space, Candidate const& minimum) {
  return moved(space, minimum, [](double place) {
    return place < on_bound || place > 1.0 - on_bound ? nowhere : place < 0.5 ? 0.0 : 1.0;
  });
}

} // namespace rankfold::learners::forecasting::smoothing
