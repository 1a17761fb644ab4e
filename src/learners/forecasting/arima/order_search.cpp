#include "learners/forecasting/arima/order_search.hpp"

#include "support/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double screening_tolerance = 1e-3, final_tolerance = 1e-9;
/// Models with a root of modulus below this are not chosen.
constexpr double smallest_root = 1.01;
constexpr std::size_t most_models = 94;
/// After so many steps in a row among models that would not be chosen, a search is given up.
constexpr int hopeless = 5;

/// Whether the model keeps away from unit roots on both sides.
bool is_well_behaved(Coefficients const& c, int period) {
  auto const negated = [](std::vector<double> v) {
    for (double& x : v) x = -x;
    return v;
  };
  double const seasonal_root = std::pow(smallest_root, period);
  return roots_beyond(c.ar, smallest_root) && roots_beyond(c.sar, seasonal_root) &&
         roots_beyond(negated(c.ma), smallest_root) && roots_beyond(negated(c.sma), seasonal_root);
}

} // namespace

OrderSearch::OrderSearch(std::span<double const> values, AutoOptions const& options, int d, int D) :
    options_{options}, d_{d}, D_{D}, terms_{values.size() - static_cast<std::size_t>(d + D * options.period)},
    constant_{.mean = options.allow_mean && d + D == 0, .drift = options.allow_drift && d + D == 1},
    screening_{options.approximation == Approximation::always ? Criterion::conditional : Criterion::exact},
    fitter_{values} {}

ArimaFitter::Candidate OrderSearch::run() {
  if (options_.stepwise)
    stepwise();
  else
    exhaustive();
  return refined();
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
  while (best_ && judged_.size() < most_models && improve_by_one_step()) {
  }
}

bool OrderSearch::improve_by_one_step() {
  // Steps of P, Q, then of p, q, then the constant; the first that is better is taken.
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
  Specification const from = *best_;
  for (auto const& [p, q, P, Q] : steps)
    if (consider({from.p + p, from.q + q, from.P + P, from.Q + Q, from.constant})) return true;
  return constant_.count() > 0 && consider({from.p, from.q, from.P, from.Q, !from.constant});
}

void OrderSearch::exhaustive() {
  for (int p = 0; p <= options_.max_p; ++p)
    for (int q = 0; q <= options_.max_q; ++q)
      for (int P = 0; P <= options_.max_P; ++P)
        for (int Q = 0; Q <= options_.max_Q; ++Q) {
          if (p + q + P + Q > options_.max_order) continue;
          consider({p, q, P, Q, false});
          if (constant_.count() > 0) consider({p, q, P, Q, true});
        }
}

bool OrderSearch::within_bounds(Specification const& s) const {
  return s.p >= 0 && s.q >= 0 && s.P >= 0 && s.Q >= 0 && s.p <= options_.max_p && s.q <= options_.max_q &&
         s.P <= options_.max_P && s.Q <= options_.max_Q;
}

bool OrderSearch::consider(Specification const& specification) {
  if (!within_bounds(specification) || judged_.contains(specification)) return false;
  auto const& judged =
      judged_.emplace(specification, judge(specification, screening_, screening_tolerance)).first->second;
  bool const better = judged.criterion < (best_ ? judged_.at(*best_).criterion : infinity);
  if (better) best_ = specification;
  return better;
}

Judged OrderSearch::judge(Specification const& s, Criterion criterion, double tolerance) {
  Order const order{s.p, d_, s.q, s.P, D_, s.Q, options_.period};
  int outside = 0;
  auto const give_up = [&](std::span<double const> point) {
    outside = is_well_behaved(ArmaObjective::model(order, point), order.period) ? 0 : outside + 1;
    return outside >= hopeless;
  };
  auto candidate = fitter_.search(order, s.constant ? constant_ : Regression{}, starts(s),
                                  {.criterion = criterion, .tolerance = tolerance, .give_up = give_up});
  double const value = information(candidate);
  return {std::move(candidate), value};
}

std::vector<std::vector<double>> OrderSearch::starts(Specification const& s) {
  std::array<int, 4> const sizes{s.p, s.q, s.P, s.Q};
  std::vector<std::vector<double>> out;
  auto const from = judged_.contains(s) ? s : best_.value_or(s);
  if (auto const known = judged_.find(from); known != judged_.end()) {
    // Partial autocorrelations of a shorter polynomial, continued by zeros, are the same polynomial.
    std::array<int, 4> const known_sizes{from.p, from.q, from.P, from.Q};
    std::size_t read = 0, write = 0;
    auto& start = out.emplace_back(static_cast<std::size_t>(s.p + s.q + s.P + s.Q), 0.0);
    for (std::size_t b = 0; b < sizes.size(); ++b) {
      for (int j = 0; j < std::min(sizes[b], known_sizes[b]); ++j)
        start[write + static_cast<std::size_t>(j)] = known->second.candidate.point[read + static_cast<std::size_t>(j)];
      read += static_cast<std::size_t>(known_sizes[b]);
      write += static_cast<std::size_t>(sizes[b]);
    }
  }
  return out;
}

double OrderSearch::information(ArimaFitter::Candidate const& candidate) const {
  if (!std::isfinite(candidate.loglik)) return infinity;
  Coefficients coefficients = ArmaObjective::model(candidate.order, candidate.point);
  if (!is_well_behaved(coefficients, candidate.order.period)) return infinity;
  ArimaModel model;
  model.loglik = candidate.loglik;
  model.terms = terms_;
  set_criteria(model, candidate.order.parameters() + candidate.regression.count());
  switch (options_.criterion) {
  case InformationCriterion::aicc:
    return model.aicc;
  case InformationCriterion::aic:
    return model.aic;
  case InformationCriterion::bic:
    return model.bic;
  }
  return infinity;
}

ArimaFitter::Candidate OrderSearch::refined() {
  // From the best on, until one stands by exact likelihood too.
  std::vector<std::pair<double, Specification>> ranking;
  for (auto const& [specification, judged] : judged_)
    if (std::isfinite(judged.criterion)) ranking.emplace_back(judged.criterion, specification);
  std::ranges::sort(ranking);
  for (auto const& [criterion, specification] : ranking) {
    auto judged = judge(specification, Criterion::exact, final_tolerance);
    if (std::isfinite(judged.criterion)) return std::move(judged.candidate);
  }
  throw FitError("no ARIMA model without a unit root could be fitted");
}

} // namespace rankfold::learners::forecasting::box_jenkins
