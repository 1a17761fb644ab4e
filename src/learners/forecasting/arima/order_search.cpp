#include "learners/forecasting/arima/order_search.hpp"

#include "support/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double screening_tolerance = 1e-3;
/// Up to this size of the state an exact likelihood costs little more than the passes over the series.
constexpr int largest_cheap_state = 150;
/// A candidate is worth a full search while it may get within this margin of the best criterion.
constexpr double margin = 4;

Criterion screening_criterion(AutoOptions const& options) {
  int const largest_state = options.max_p + options.max_P * options.period;
  bool const cheap = options.approximation == Approximation::never ||
                     (options.approximation == Approximation::automatic && largest_state <= largest_cheap_state);
  return cheap ? Criterion::exact : Criterion::conditional;
}

} // namespace

OrderSearch::OrderSearch(std::span<double const> values, AutoOptions const& options, int d, int D) :
    options_{options}, d_{d}, D_{D}, terms_{values.size() - static_cast<std::size_t>(d + D * options.period)},
    constant_{.mean = options.allow_mean && d + D == 0, .drift = options.allow_drift && d + D == 1},
    screening_{screening_criterion(options)}, values_{values}, fitter_{values} {}

ArimaFitter::Candidate OrderSearch::run(OrderFindings const& earlier) {
  if (truncates()) {
    search_last(*options_.truncate);
  } else {
    recall(earlier);
    search();
  }
  auto best = refined();
  if (!best && recalled_ > 0) { // what was remembered leads nowhere
    forget();
    search();
    best = refined();
  }
  if (!best) throw FitError("no ARIMA model without a unit root could be fitted");
  return *std::move(best);
}

bool OrderSearch::truncates() const {
  return screening_ == Criterion::conditional && options_.truncate && *options_.truncate < values_.size();
}

void OrderSearch::search_last(std::size_t count) {
  if (count <= values_.size() - terms_) throw FitError("truncate leaves too few values for the differences");
  OrderSearch part{values_.last(count), options_, d_, D_};
  part.search();
  judged_ = std::move(part.judged_);
}

OrderFindings OrderSearch::findings() && {
  if (truncates()) return {}; // of other values with every fit
  return {d_, D_, terms_, std::move(judged_)};
}

void OrderSearch::forget() {
  judged_.clear();
  expanded_.clear();
  best_.reset();
  recalled_ = 0;
}

Order OrderSearch::order(Specification const& s) const { return {s.p, d_, s.q, s.P, D_, s.Q, options_.period}; }

bool OrderSearch::within_bounds(Specification const& s) const {
  return s.p >= 0 && s.q >= 0 && s.P >= 0 && s.Q >= 0 && s.p <= options_.max_p && s.q <= options_.max_q &&
         s.P <= options_.max_P && s.Q <= options_.max_Q;
}

bool OrderSearch::tired() const { return options_.stepwise && judged_.size() - recalled_ >= options_.most_models; }

bool OrderSearch::consider(Specification const& specification) {
  if (!within_bounds(specification) || judged_.contains(specification) || tired()) return false;
  return record(specification, judge(specification, screening_stage()));
}

OrderSearch::Stage OrderSearch::screening_stage() const {
  // Who asks for a full search wants no order left half-way.
  return {screening_, screening_tolerance, 1, options_.stepwise ? best_criterion() + margin : infinity};
}

double OrderSearch::best_criterion() const { return best_ ? judged_.at(*best_).criterion : infinity; }

bool OrderSearch::record(Specification const& specification, Judged judged) {
  bool const better = judged.criterion < best_criterion();
  judged_.emplace(specification, std::move(judged));
  if (better) best_ = specification;
  return better;
}

} // namespace rankfold::learners::forecasting::box_jenkins
