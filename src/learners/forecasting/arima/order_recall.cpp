#include "learners/forecasting/arima/order_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// Of fewer values a search is soon done anew, and ill-conditioned optima are found from some starts only: there the
/// search from scratch may find an order that this one has lost sight of.
constexpr std::size_t least_terms = 500;
/// A series that has grown by more than one of so many values may ask for quite another model.
constexpr std::size_t largest_growth = 50;
/// Models that a few more values may bring so close to the best are fitted again.
constexpr double recall_margin = 1;

} // namespace

void OrderSearch::recall(OrderFindings const& earlier) {
  if (earlier.d != d_ || earlier.D != D_ || earlier.terms > terms_) return;
  if (earlier.terms < least_terms || terms_ - earlier.terms > earlier.terms / largest_growth) return;
  struct Entry {
    double criterion, bound;
    Specification specification;
    auto operator<=>(Entry const&) const = default;
  };
  std::vector<Entry> ranking; // the best first: what comes after has a bar to get below
  for (auto const& [specification, judged] : earlier.judged)
    if (within_bounds(specification) && judged.candidate.criterion == screening_)
      ranking.push_back({judged.criterion, penalty(specification) + judged.least_deviance, specification});
  std::ranges::sort(ranking);
  for (auto const& entry : ranking)
    record(entry.specification,
           judge_again(entry.specification, earlier.judged.at(entry.specification), terms_ - earlier.terms));
  recalled_ = judged_.size();
}

Judged OrderSearch::judge_again(Specification const& s, Judged const& earlier, std::size_t more) {
  // Further values only add to the sum of squares, and the determinant only grows: a deviance of n values with variance
  // v gains at least log(2 pi v) a value. So most of the models that were behind need no fit to be left behind.
  Judged left = earlier;
  left.criterion = std::numeric_limits<double>::infinity();
  left.least_deviance += static_cast<double>(more) * earlier.growth;
  auto stage = screening_stage();
  if (!std::isfinite(earlier.candidate.loglik)) return judge(s, stage); // too few values, perhaps, until now
  stage.bar = best_criterion() + recall_margin;
  if (penalty(s) + left.least_deviance > stage.bar || stays_refused(earlier)) return left;
  auto warm = stage;
  warm.start = &earlier.candidate;
  auto again = judge(s, warm);
  bool const lost = again.candidate.blocked && !earlier.candidate.blocked; // there may be an optimum elsewhere
  return lost ? judge(s, stage) : again;
}

bool OrderSearch::stays_refused(Judged const& earlier) const {
  // What a model would gain beyond the bounds changes by a few of its standard deviations at most: its root by about
  // 1 / sqrt(n) with each further value.
  auto const n = static_cast<double>(earlier.terms), more = static_cast<double>(terms_ - earlier.terms);
  return earlier.candidate.blocked && earlier.candidate.promised * n > 10 * more;
}

} // namespace rankfold::learners::forecasting::box_jenkins
