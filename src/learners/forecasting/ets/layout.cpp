#include "learners/forecasting/ets/layout.hpp"
#include <algorithm>

namespace rankfold::learners::forecasting::smoothing {

std::array<double, Layout::capacity> to_vector(Form form, int period, Candidate const& candidate) {
  Layout const layout{form, period};
  auto const& [alpha, beta, gamma, phi] = candidate.smoothing;
  std::array<double, Layout::capacity> vector{alpha, beta, gamma, phi, candidate.states.level};
  if (form.has_trend()) vector[Layout::growth] = candidate.states.growth;
  std::copy_n(candidate.states.season.begin(), layout.size - layout.season, vector.begin() + layout.season);
  return vector;
}

Candidate to_candidate(Form form, int period, std::array<double, Layout::capacity> const& vector) {
  Layout const layout{form, period};
  Candidate result{{vector[0], vector[1], vector[2], vector[3]}, {vector[Layout::level]}};
  if (form.has_trend()) result.states.growth = vector[Layout::growth];
  if (form.has_season()) {
    double rest = form.season == Component::multiplicative ? static_cast<double>(period) : 0.0;
    for (std::size_t j = 0; j + layout.season < layout.size; ++j) {
      result.states.season[j] = vector[layout.season + j];
      rest -= vector[layout.season + j];
    }
    result.states.season[layout.size - layout.season] = rest;
  }
  return result;
}

} // namespace rankfold::learners::forecasting::smoothing
