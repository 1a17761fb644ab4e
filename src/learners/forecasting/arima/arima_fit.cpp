#include "learners/forecasting/arima/arima_fit.hpp"

#include "learners/forecasting/arima/arima_fitter.hpp"
#include "learners/forecasting/arima/gaps.hpp"
#include "support/error.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <utility>

namespace rankfold::learners::forecasting::box_jenkins {

namespace {

/// Enough to tell which of several descents ends best.
constexpr double rough_tolerance = 1e-3;

/// Starts apart from each other: with both autoregressive and moving average terms there are local optima where they
/// nearly cancel, on either side. @return none where the order has no such pair
std::vector<std::vector<double>> scattered_starts(Order const& order) {
  struct Pair {
    double ar, ma; ///< variables of ArmaObjective at the first lag; equal ones cancel
  };
  static constexpr std::array<Pair, 4> pairs{{{0, 0}, {0.8, 0.8}, {-0.5, -0.5}, {2, 1.5}}};
  bool const plain = order.p > 0 && order.q > 0, seasonal = order.P > 0 && order.Q > 0;
  std::vector<std::vector<double>> out;
  if (!plain && !seasonal) return out;
  for (auto const& [ar, ma] : std::span{pairs}.first(plain ? 3 : 1))
    for (auto const& [sar, sma] : std::span{pairs}.first(seasonal ? 4 : 1)) {
      auto& start = out.emplace_back(static_cast<std::size_t>(order.parameters()), 0.0);
      auto const p = static_cast<std::size_t>(order.p), q = static_cast<std::size_t>(order.q);
      if (plain) {
        start[0] = ar;
        start[p] = ma;
      }
      if (seasonal) {
        start[p + q] = sar;
        start[p + q + static_cast<std::size_t>(order.P)] = sma;
      }
    }
  return out;
}

/// The best candidate from many starts: roughly from all of them, then from the best end on.
ArimaFitter::Candidate search_widely(ArimaFitter& fitter, Order const& order, Regression const& regression,
                                     std::vector<std::vector<double>> starts, ArimaFitter::SearchOptions options) {
  double const tolerance = options.tolerance;
  options.descents = std::numeric_limits<int>::max();
  options.tolerance = rough_tolerance;
  auto rough = fitter.search(order, regression, std::move(starts), options);
  if (!std::isfinite(rough.loglik)) return rough;
  return fitter.search(order, regression, {std::move(rough.point)},
                       {.criterion = options.criterion, .tolerance = tolerance, .rough_start = false});
}

/// The best candidate on a series without gaps, from several starts.
ArimaFitter::Candidate fit_complete(ArimaFitter& fitter, Order const& order, Regression const& regression,
                                    Method method) {
  auto starts = scattered_starts(order);
  if (method != Method::ml) {
    auto conditional = search_widely(fitter, order, regression, starts, {.criterion = Criterion::conditional});
    if (method == Method::css) return conditional;
    starts.push_back(std::move(conditional.point));
  }
  return search_widely(fitter, order, regression, std::move(starts), {});
}

} // namespace

ArimaModel fit_arima(std::span<double const> given, Order const& order, Regression regression, Method method) {
  auto const series = observed_part(given);
  regression.mean = regression.mean && order.d + order.D == 0;
  regression.drift = regression.drift && order.d + order.D <= 1;
  auto const filled = fill_gaps(series.values, order.period);
  if (filled.size() <= static_cast<std::size_t>(order.lost()))
    throw FitError(
        fmt::format("{} values are too few for these differences, which take {}", filled.size(), order.lost()));
  ArimaFitter fitter{filled};
  if (fitter.explains_all(order, regression)) return fitter.explained(order, regression);
  std::size_t const needed = static_cast<std::size_t>(order.lost()) + coefficient_count(order, regression) + 1 +
                             (method == Method::css ? static_cast<std::size_t>(order.ar_span()) : 0);
  if (series.observed < needed)
    throw FitError(fmt::format("{} values are too few for this order, which needs {}", series.observed, needed));
  auto const best = fit_complete(fitter, order, regression, method);
  if (series.observed == series.values.size() || method == Method::css) return fitter.finish(best);
  return fit_with_gaps(series.values, filled, best);
}

} // namespace rankfold::learners::forecasting::box_jenkins
