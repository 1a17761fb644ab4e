#include "learners/forecasting/arima/auto_arima.hpp"

#include "learners/forecasting/arima/arima_fit.hpp"
#include "learners/forecasting/arima/box_cox.hpp"
#include "learners/forecasting/arima/differencing.hpp"
#include "learners/forecasting/arima/gaps.hpp"
#include "learners/forecasting/arima/order_search.hpp"
#include "support/error.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// Orders that a series of this length can bear.
AutoOptions bounded(AutoOptions options, std::size_t observed, std::size_t length) {
  if (!options.seasonal) options.period = 1;
  int const third = static_cast<int>(observed / 3), m = options.period;
  options.max_p = std::min(options.max_p, third);
  options.max_q = std::min(options.max_q, third);
  options.max_P = m == 1 ? 0 : std::min(options.max_P, third / m);
  options.max_Q = m == 1 ? 0 : std::min(options.max_Q, third / m);
  if (options.max_P > 0) options.max_p = std::min(options.max_p, m - 1);
  if (options.max_Q > 0) options.max_q = std::min(options.max_q, m - 1);
  if (observed <= 3) options.criterion = InformationCriterion::aic;
  if (length < 10) {
    options.start_p = std::min(options.start_p, 1);
    options.start_q = std::min(options.start_q, 1);
    options.start_P = options.start_Q = 0;
  }
  return options;
}

struct Differences {
  int d = 0, D = 0;
};

Differences choose_differences(std::span<double const> values, AutoOptions const& options) {
  if (options.stationary) return {};
  Differences chosen;
  int const m = options.period;
  if (m > 1) chosen.D = options.D.value_or(seasonal_difference_count(values, m, options.seasonal_test, options.max_D));
  auto const seasonal = difference(values, m, chosen.D);
  chosen.d = options.d.value_or(difference_count(seasonal, options.test, options.max_d));
  return chosen;
}

/// What is left of a series that its differences explain entirely: no ARMA part, and a constant where one makes sense.
ArimaModel deterministic(std::span<double const> values, AutoOptions const& options, Differences const& differences) {
  Order const order{0, differences.d, 0, 0, differences.D, 0, options.period};
  int const count = differences.d + differences.D;
  return fit_arima(values, order, {count == 0 && options.allow_mean, count == 1}, Method::ml);
}

ChosenArima choose(ObservedSeries const& series, AutoOptions const& options, OrderFindings const& earlier) {
  if (is_constant(series.values)) return {deterministic(series.values, options, {}), {}};
  auto const filled = fill_gaps(series.values, options.period);
  auto const differences = choose_differences(filled, options);
  auto const left = difference(difference(filled, options.period, differences.D), 1, differences.d);
  if (left.empty()) throw FitError("too few values for the differences asked for");
  if (is_constant(left)) return {deterministic(series.values, options, differences), {}};
  OrderSearch search{filled, options, differences.d, differences.D};
  bool const complete = series.observed == series.values.size();
  auto const best = search.run(complete ? earlier : OrderFindings{});
  if (!complete) return {fit_with_gaps(series.values, filled, best), {}}; // what fills the gaps changes with new values
  return {search.fitter().finish(best), std::move(search).findings()};
}

} // namespace

ChosenArima choose_arima(std::span<double const> given, AutoOptions const& wanted, OrderFindings const& earlier) {
  auto series = observed_part(given);
  auto const lambda = transform(series.values, wanted.lambda, wanted.period);
  auto chosen = choose(series, bounded(wanted, series.observed, series.values.size()), earlier);
  chosen.model.method = "ml";
  chosen.model.lambda = lambda;
  chosen.model.bias_adjusted = wanted.bias_adjusted;
  if (wanted.lambda == Value{"auto"}) chosen.findings = {}; // another lambda, another series
  return chosen;
}

} // namespace rankfold::learners::forecasting::box_jenkins
