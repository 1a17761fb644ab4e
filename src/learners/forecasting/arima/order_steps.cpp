#include "learners/forecasting/arima/order_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// How many of the best orders have all their neighbours looked at.
constexpr std::size_t runners_up = 3;
/// How many orders rough estimates propose.
constexpr std::size_t rough_candidates = 20;

} // namespace

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

} // namespace rankfold::learners::forecasting::box_jenkins
