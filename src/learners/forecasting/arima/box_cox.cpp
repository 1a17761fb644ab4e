#include "learners/forecasting/arima/box_cox.hpp"

#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

struct Block {
  double mean, deviation;
};

std::vector<Block> blocks(std::span<double const> x, std::size_t length) {
  std::vector<Block> out;
  for (std::size_t begin = x.size() % length; begin + length <= x.size(); begin += length) {
    double sum = 0, squares = 0, count = 0;
    for (double const v : x.subspan(begin, length))
      if (!std::isnan(v)) sum += v, count += 1;
    double const mean = sum / count;
    for (double const v : x.subspan(begin, length))
      if (!std::isnan(v)) squares += (v - mean) * (v - mean);
    if (count >= 2) out.push_back({mean, std::sqrt(squares / (count - 1))});
  }
  return out;
}

/// The coefficient of variation of deviation / mean^(1 - lambda) over the blocks.
double variation(std::vector<Block> const& all, double lambda) {
  auto const ratio = [&](Block const& b) { return b.deviation / std::pow(b.mean, 1 - lambda); };
  double sum = 0, squares = 0;
  for (auto const& b : all) sum += ratio(b);
  double const mean = sum / static_cast<double>(all.size());
  for (auto const& b : all) squares += (ratio(b) - mean) * (ratio(b) - mean);
  return std::sqrt(squares / static_cast<double>(all.size() - 1)) / mean;
}

} // namespace

double box_cox(double x, double lambda) {
  if (lambda == 0) return x > 0 ? std::log(x) : std::numeric_limits<double>::quiet_NaN();
  if (lambda < 0 && x <= 0) return std::numeric_limits<double>::quiet_NaN();
  return (std::copysign(std::pow(std::abs(x), lambda), x) - 1) / lambda;
}

double inverse_box_cox(double y, double lambda) {
  if (lambda == 0) return std::exp(y);
  double const power = y * lambda + 1;
  if (lambda < 0 && power <= 0) return std::numeric_limits<double>::infinity();
  return std::copysign(std::pow(std::abs(power), 1 / lambda), power);
}

double inverse_box_cox_mean(double y, double variance, double lambda) {
  double const median = inverse_box_cox(y, lambda), power = y * lambda + 1;
  double const curvature =
      lambda == 0 ? median : (1 - lambda) * std::copysign(std::pow(std::abs(power), 1 / lambda - 2), power);
  double const mean = median + 0.5 * variance * curvature;
  return std::isfinite(mean) ? mean : median;
}

double guerrero_lambda(std::span<double const> x, int period, double lower, double upper) {
  auto const all = blocks(x, static_cast<std::size_t>(std::max(2, period)));
  if (all.size() < 2) return 1;
  // Golden section: the criterion has one minimum in all but contrived cases.
  double const ratio = 1 / std::numbers::phi;
  double low = upper - ratio * (upper - lower), high = lower + ratio * (upper - lower);
  double at_low = variation(all, low), at_high = variation(all, high);
  while (upper - lower > 1e-5) {
    if (at_low < at_high) {
      upper = std::exchange(high, low);
      at_high = at_low;
      low = upper - ratio * (upper - lower);
      at_low = variation(all, low);
    } else {
      lower = std::exchange(low, high);
      at_low = at_high;
      high = lower + ratio * (upper - lower);
      at_high = variation(all, high);
    }
  }
  return (lower + upper) / 2;
}

std::optional<double> transform(std::span<double> values, Value const& wanted, int period) {
  if (wanted == Value{"none"}) return std::nullopt;
  double const lambda = wanted.is_number() ? wanted.as_real() : guerrero_lambda(values, period, -1, 2);
  for (double& v : values) {
    if (std::isnan(v)) continue;
    v = box_cox(v, lambda);
    if (!std::isfinite(v)) throw FitError("a Box-Cox transform with this lambda takes positive values only");
  }
  return lambda;
}

} // namespace rankfold::learners::forecasting::box_jenkins
