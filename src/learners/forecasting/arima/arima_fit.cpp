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

/// Variables of ArmaObjective at the first lag of an autoregressive and a moving average polynomial.
struct FirstLags {
  double ar, ma;
};

/// Where likelihoods have local optima: on either side of the ridge on which equal terms cancel, and for moving
/// averages alone on either side of none.
std::span<FirstLags const> starts_of(int ar_terms, int ma_terms, std::size_t most) {
  static constexpr std::array<FirstLags, 5> mixed{{{0, 0}, {0.8, 0.8}, {-0.5, -0.5}, {-0.4, -1.5}, {2, 1.5}}};
  static constexpr std::array<FirstLags, 3> averages{{{0, 0}, {0, 0.8}, {0, -0.8}}};
  if (ma_terms == 0) return std::span{mixed}.first(1);
  return ar_terms > 0 ? std::span{mixed}.first(most) : std::span{averages};
}

/// Starts apart from each other. @return none where the order has no moving average terms
std::vector<std::vector<double>> scattered_starts(Order const& order) {
  std::vector<std::vector<double>> out;
  if (order.q == 0 && order.Q == 0) return out;
  auto const p = static_cast<std::size_t>(order.p), q = static_cast<std::size_t>(order.q);
  auto const P = static_cast<std::size_t>(order.P);
  for (auto const& plain : starts_of(order.p, order.q, 4))
    for (auto const& seasonal : starts_of(order.P, order.Q, 5)) {
      auto& start = out.emplace_back(static_cast<std::size_t>(order.parameters()), 0.0);
      if (order.p > 0) start[0] = plain.ar;
      if (order.q > 0) start[p] = plain.ma;
      if (order.P > 0) start[p + q] = seasonal.ar;
      if (order.Q > 0) start[p + q + P] = seasonal.ma;
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
