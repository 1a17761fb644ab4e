#include "learners/forecasting/arima/order_search.hpp"

#include "support/error.hpp"

#include <algorithm>
#include <array>
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
/// How many of the best orders have all their neighbours looked at.
constexpr std::size_t runners_up = 3;
/// How many orders rough estimates propose.
constexpr std::size_t rough_candidates = 20;

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

void OrderSearch::search() {
  if (options_.stepwise)
    stepwise();
  else
    exhaustive();
}

void OrderSearch::stepwise() {
  bool const constant = constant_.count() > 0;
  auto const& o = options_;
  int const ar = std::min(1, o.max_p), ma = std::min(1, o.max_q), sar = std::min(1, o.max_P),
            sma = std::min(1, o.max_Q);
  consider({std::min(o.start_p, o.max_p), std::min(o.start_q, o.max_q), std::min(o.start_P, o.max_P),
            std::min(o.start_Q, o.max_Q), constant});
  consider({0, 0, 0, 0, constant});
  consider({ar, 0, sar, 0, constant});
  consider({0, ma, 0, sma, constant});
  consider({0, 0, 0, 0, false});
  for (auto const& specification : roughly_best()) consider(specification);
  while (best_ && !tired() && consider_neighbours(*best_, Neighbourhood::first_better)) {
  }
  // The way from one neighbour to a better one may lead past the best: look around the runners-up too.
  while (!tired()) {
    auto const next = promising();
    if (!next) return;
    consider_neighbours(*next, Neighbourhood::all);
  }
}

std::vector<Specification> OrderSearch::roughly_best() {
  std::vector<std::pair<double, Specification>> ranking;
  for (auto const& s : all_specifications()) {
    double const deviance = fitter_.rough_deviance(order(s), s.constant ? constant_ : Regression{});
    if (std::isfinite(deviance)) ranking.emplace_back(penalty(s) + deviance, s);
  }
  auto const count = std::min(ranking.size(), rough_candidates);
  std::ranges::partial_sort(ranking, ranking.begin() + static_cast<std::ptrdiff_t>(count));
  std::vector<Specification> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(ranking[i].second);
  return out;
}

std::optional<Specification> OrderSearch::promising() const {
  std::vector<std::pair<double, Specification>> ranking;
  for (auto const& [specification, judged] : judged_)
    if (std::isfinite(judged.criterion)) ranking.emplace_back(judged.criterion, specification);
  std::ranges::sort(ranking);
  for (std::size_t i = 0; i < std::min(ranking.size(), runners_up); ++i)
    if (!expanded_.contains(ranking[i].second)) return ranking[i].second;
  return std::nullopt;
}

bool OrderSearch::consider_neighbours(Specification from, Neighbourhood extent) {
  // Steps of P, Q, then of p, q, then the constant.
  static constexpr std::array<std::array<int, 4>, 16> steps{{{0, 0, -1, 0},
                                                             {0, 0, 0, -1},
                                                             {0, 0, 1, 0},
                                                             {0, 0, 0, 1},
                                                             {0, 0, -1, -1},
                                                             {0, 0, -1, 1},
                                                             {0, 0, 1, -1},
                                                             {0, 0, 1, 1},
                                                             {-1, 0, 0, 0},
                                                             {0, -1, 0, 0},
                                                             {1, 0, 0, 0},
                                                             {0, 1, 0, 0},
                                                             {-1, -1, 0, 0},
                                                             {-1, 1, 0, 0},
                                                             {1, -1, 0, 0},
                                                             {1, 1, 0, 0}}};
  bool better = false;
  auto const finished = [&] { return better && extent == Neighbourhood::first_better; };
  for (auto const& [p, q, P, Q] : steps) {
    better |= consider({from.p + p, from.q + q, from.P + P, from.Q + Q, from.constant});
    if (finished()) return true;
  }
  if (constant_.count() > 0) better |= consider({from.p, from.q, from.P, from.Q, !from.constant});
  if (!finished()) expanded_.insert(from);
  return better;
}

void OrderSearch::exhaustive() {
  for (auto const& specification : all_specifications()) consider(specification);
}

std::vector<Specification> OrderSearch::all_specifications() const {
  std::vector<Specification> out;
  for (int p = 0; p <= options_.max_p; ++p)
    for (int q = 0; q <= options_.max_q; ++q)
      for (int P = 0; P <= options_.max_P; ++P)
        for (int Q = 0; Q <= options_.max_Q; ++Q) {
          if (p + q + P + Q > options_.max_order) continue;
          out.push_back({p, q, P, Q, false});
          if (constant_.count() > 0) out.push_back({p, q, P, Q, true});
        }
  return out;
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
