#include "learners/forecasting/simple/theta_standard.hpp"

#include "learners/forecasting/ets/fit.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting {
namespace {

double slope_of(std::vector<double> const& values) {
  double const n = static_cast<double>(values.size());
  double sum = 0.0;
  for (std::size_t t = 0; t < values.size(); ++t) sum += (static_cast<double>(t) - (n - 1.0) / 2.0) * values[t];
  return n > 1.0 ? sum / (n * (n * n - 1.0) / 12.0) : 0.0;
}

smoothing::Model smooth(std::vector<double> const& values) {
  smoothing::Specification wanted;
  set_components(wanted, "ANN");
  wanted.objective = smoothing::Objective::squared_error;
  wanted.search = smoothing::Search::simplex;
  return smoothing::fit(wanted, values);
}

} // namespace

StandardTheta fit_standard_theta(std::vector<double> const& values) {
  auto const level = smooth(values);
  return {std::max(1e-10, level.smoothing.alpha), level.last.level, slope_of(values) / 2.0, level.sigma2(),
          static_cast<int>(values.size())};
}

ThetaPath forecast_standard_theta(StandardTheta const& model, int steps) {
  ThetaPath path;
  double const shift = (1.0 - std::pow(1.0 - model.alpha, model.n_used)) / model.alpha;
  for (int step = 1; step <= steps; ++step) {
    path.means.push_back(model.level + model.drift * (step - 1 + shift));
    path.variances.push_back(model.sigma2 * ((step - 1) * model.alpha * model.alpha + 1.0));
  }
  return path;
}

} // namespace rankfold::learners::forecasting
