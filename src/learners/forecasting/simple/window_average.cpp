#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/simple/flat_forecast.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <numeric>

namespace rankfold::learners::forecasting {
namespace {

double mean_of(std::span<double const> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Of the windows before each value, moved on rather than added up anew: a window may be long.
OneStepErrors window_errors(std::span<double const> values, std::size_t window) {
  OneStepErrors errors;
  double mean = mean_of(values.first(window));
  for (std::size_t t = window; t < values.size(); ++t) {
    errors.add(values[t], mean);
    mean += (values[t] - values[t - window]) / static_cast<double>(window);
  }
  return errors;
}

FlatForecast fit_window(std::span<double const> series, Parameters const& parameters) {
  auto const window = static_cast<std::size_t>(parameters.at("window").as_integer());
  std::vector<double> values;
  std::ranges::copy_if(series, std::back_inserter(values), [](double value) { return !std::isnan(value); });
  if (values.size() < window) {
    throw FitError{fmt::format("too short: {} values, {} are needed", values.size(), window)};
  }
  return {mean_of(std::span{values}.last(window)), window_errors(values, window).mean_square()};
}

job::LearnerInfo info() {
  job::LearnerInfo out;
  out.name = "window_average";
  out.kinds = {job::DataKind::series};
  out.summary = "forecasts the mean of the last values";
  out.source = "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. (2021), section 5.2, over a "
               "moving window; WindowAverage of statsforecast";
  out.hyperparameters = {{.name = "window",
                          .type = job::HyperparameterInfo::Type::integer,
                          .default_value = 7,
                          .description = "values that count, the last ones that are not missing",
                          .minimum = 1,
                          .maximum = 1e6}};
  return out;
}

} // namespace

Forecaster const& window_average() {
  static FlatForecaster const forecaster{info(), fit_window};
  return forecaster;
}

} // namespace rankfold::learners::forecasting
