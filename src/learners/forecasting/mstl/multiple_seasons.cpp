#include "learners/forecasting/mstl/multiple_seasons.hpp"
#include "learners/forecasting/arima/stl.hpp"
#include <algorithm>

namespace rankfold::learners::forecasting::decomposition {

namespace {

/// Rising, each once, and only those of which there are more than two.
std::vector<int> usable(std::vector<int> periods, std::size_t n) {
  std::ranges::sort(periods);
  auto const repeated = std::ranges::unique(periods);
  periods.erase(repeated.begin(), repeated.end());
  std::erase_if(periods, [n](int period) { return period < 2 || static_cast<std::size_t>(period) * 2 >= n; });
  return periods;
}

/// Estimates one season anew from the series less all others.
void renew(MultipleSeasons& parts, MultipleSeasons::Season& season, int window) {
  auto& x = parts.adjusted;
  for (std::size_t t = 0; t < x.size(); ++t) x[t] += season.values[t];
  auto fitted = box_jenkins::stl(x, season.period, {.seasonal = window});
  season.values = std::move(fitted.seasonal);
  parts.trend = std::move(fitted.trend);
  for (std::size_t t = 0; t < x.size(); ++t) x[t] -= season.values[t];
}

} // namespace

MultipleSeasons decompose(std::span<double const> x, SeasonOptions const& options) {
  MultipleSeasons parts;
  parts.adjusted.assign(x.begin(), x.end());
  for (int const period : usable(options.periods, x.size())) {
    parts.seasons.push_back({period, std::vector<double>(x.size(), 0.0)});
  }
  if (parts.seasons.empty()) parts.trend = parts.adjusted;
  for (int round = 0; round < (parts.seasons.size() > 1 ? options.iterations : 1); ++round) {
    int window = 11;
    for (auto& season : parts.seasons) {
      renew(parts, season, options.window.value_or(window));
      window += 4;
    }
  }
  return parts;
}

} // namespace rankfold::learners::forecasting::decomposition
