#include "learners/forecasting/ces/profile.hpp"
#include "learners/forecasting/innovations/runs.hpp"
#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::complex_smoothing {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::size_t state_count(std::vector<Channel> const& channels) { return Recursion{channels, 1}.state_count(); }

} // namespace

Profile::Profile(std::span<double const> values, Seasonality seasonality, std::size_t period) :
    seasonality_{seasonality}, part_period_{seasonality == Seasonality::simple ? 1 : period},
    parts_(seasonality == Seasonality::simple ? period : 1), recursion_{{}, 1} {
  for (std::size_t t = 0; t < values.size(); ++t) {
    parts_[t % parts_.size()].values.push_back(values[t]);
    observed_ += std::isnan(values[t]) ? 0 : 1;
  }
  std::size_t const width = 1 + state_count(channels_of(seasonality, part_period_, {}));
  recursion_ = {{}, width};
  row_.resize(width);
  for (auto& part : parts_) {
    auto const rows = std::ranges::count_if(part.values, [](double v) { return !std::isnan(v); });
    part.rows.resize(rows, static_cast<Eigen::Index>(width));
  }
}

double Profile::sum_of_squares(Weights const& weights) {
  auto const channels = channels_of(seasonality_, part_period_, weights);
  if (!is_stable(channels)) return infinity;
  first_states_.clear();
  double sum = 0.0;
  for (auto& part : parts_) {
    sum += squares_of(part, channels);
    first_states_.insert(first_states_.end(), least_.values().begin(), least_.values().end());
  }
  return sum;
}

double Profile::squares_of(Part& part, std::vector<Channel> const& channels) {
  recursion_.reset(channels);
  for (std::size_t i = 0; i < recursion_.state_count(); ++i) recursion_.state(i, i + 1) = 1.0;
  Eigen::Index next = 0;
  innovations::run_through(recursion_, part.values, row_,
                           [&](auto errors) { std::ranges::copy(errors, part.rows.row(next++).begin()); });
  return least_.solve(part.rows);
}

} // namespace rankfold::learners::forecasting::complex_smoothing
