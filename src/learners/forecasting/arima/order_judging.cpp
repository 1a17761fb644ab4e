#include "learners/forecasting/arima/order_search.hpp"
#include "support/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace rankfold::learners::forecasting::box_jenkins {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double final_tolerance = 1e-9;
/// Models with a root of modulus below this are not chosen.
constexpr double smallest_root = 1.01;
/// After so many steps in a row among models that would not be chosen, a search is given up.
constexpr int hopeless = 3;
/// A search is also given up where its local model, with so much optimism, does not promise to get below the bar.
constexpr double optimism = 2;

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

Judged OrderSearch::judge(Specification const& s, Stage const& stage) {
  Order const candidate_order = order(s);
  int outside = 0;
  auto const give_up = [&](Progress const& progress) {
    bool const behaved = is_well_behaved(ArmaObjective::model(candidate_order, progress.at), options_.period);
    outside = behaved ? 0 : outside + 1;
    if (outside >= hopeless) return true;
    double const attainable = penalty(s) + 2 * (progress.value - optimism * progress.promised);
    return progress.steps >= 2 && attainable > stage.bar;
  };
  auto candidate = fitter_.search(
      candidate_order, s.constant ? constant_ : Regression{}, starts(s),
      {.criterion = stage.criterion, .tolerance = stage.tolerance, .descents = stage.descents, .give_up = give_up});
  bool const allowed = std::isfinite(candidate.loglik) &&
                       is_well_behaved(ArmaObjective::model(candidate_order, candidate.point), options_.period);
  double const value = allowed ? penalty(s) - 2 * candidate.loglik : infinity;
  return {std::move(candidate), value};
}

std::vector<std::vector<double>> OrderSearch::starts(Specification const& s) const {
  // From the nearest order judged: partial autocorrelations continued by zeros are the same polynomial.
  std::map<Specification, Judged>::const_iterator nearest = judged_.end();
  int least = std::numeric_limits<int>::max();
  for (auto known = judged_.begin(); known != judged_.end(); ++known) {
    auto const& k = known->first;
    int const distance = std::abs(k.p - s.p) + std::abs(k.q - s.q) + std::abs(k.P - s.P) + std::abs(k.Q - s.Q);
    if (!std::isfinite(known->second.criterion) || distance >= least) continue;
    least = distance;
    nearest = known;
  }
  if (nearest == judged_.end()) return {};
  std::array<int, 4> const sizes{s.p, s.q, s.P, s.Q};
  std::array<int, 4> const known_sizes{nearest->first.p, nearest->first.q, nearest->first.P, nearest->first.Q};
  std::vector<double> start;
  auto read = nearest->second.candidate.point.begin();
  for (std::size_t b = 0; b < sizes.size(); ++b) {
    start.insert(start.end(), read, read + std::min(sizes[b], known_sizes[b]));
    start.insert(start.end(), static_cast<std::size_t>(std::max(0, sizes[b] - known_sizes[b])), 0.0);
    read += known_sizes[b];
  }
  return {start};
}

double OrderSearch::penalty(Specification const& s) const {
  ArimaModel model;
  model.terms = terms_;
  set_criteria(model, s.p + s.q + s.P + s.Q + (s.constant ? 1 : 0));
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
    auto judged = judge(specification, {Criterion::exact, final_tolerance, 2, infinity});
    if (std::isfinite(judged.criterion)) return std::move(judged.candidate);
  }
  throw FitError("no ARIMA model without a unit root could be fitted");
}

} // namespace rankfold::learners::forecasting::box_jenkins
