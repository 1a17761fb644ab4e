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
/// A search is also given up where its local model, with so much optimism, does not promise to get below the bar.
constexpr double optimism = 2;
/// So much optimism for a search that may be taken up again.
constexpr double generosity = 10;

} // namespace

Judged OrderSearch::judge(Specification const& s, Stage const& stage) {
  Order const candidate_order = order(s);
  bool const at_optimum = stage.start && stage.start->promised < stage.tolerance;
  int const patience = at_optimum ? 0 : 2; // steps until the local model is to be trusted
  int const hopeless = stage.start && stage.start->blocked ? 1 : 3;
  auto const give_up = [&](Progress const& progress) {
    double const attainable = penalty(s) + 2 * (progress.value - optimism * progress.promised);
    return progress.blocked >= hopeless || (progress.steps >= patience && attainable > stage.bar);
  };
  auto candidate = fitter_.search(candidate_order, s.constant ? constant_ : Regression{}, starts(s, stage),
                                  {.criterion = stage.criterion,
                                   .tolerance = stage.tolerance,
                                   .smallest_root = smallest_root,
                                   .rough_start = !stage.start,
                                   .descents = stage.descents,
                                   .give_up = give_up});
  bool const allowed = std::isfinite(candidate.loglik) && !candidate.blocked;
  double const deviance = -2 * candidate.loglik, least = deviance - 2 * generosity * candidate.promised;
  double const growth = deviance / static_cast<double>(terms_) - 1;
  return {std::move(candidate), allowed ? penalty(s) + deviance : infinity, least, growth, terms_};
}

std::vector<std::vector<double>> OrderSearch::starts(Specification const& s, Stage const& stage) const {
  if (stage.start) return {stage.start->point};
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

std::optional<ArimaFitter::Candidate> OrderSearch::refined() {
  // From the best on, until one stands by exact likelihood too.
  std::vector<std::pair<double, Specification>> ranking;
  for (auto const& [specification, judged] : judged_)
    if (std::isfinite(judged.criterion)) ranking.emplace_back(judged.criterion, specification);
  std::ranges::sort(ranking);
  for (auto const& [criterion, specification] : ranking) {
    auto judged = judge(specification, {Criterion::exact, final_tolerance, 2, infinity});
    if (!std::isfinite(judged.criterion)) continue;
    if (screening_ == Criterion::exact) judged_.at(specification) = judged;
    return std::move(judged.candidate);
  }
  return std::nullopt;
}

} // namespace rankfold::learners::forecasting::box_jenkins
