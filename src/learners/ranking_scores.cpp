#include "learners/ranking_scores.hpp"

#include <algorithm>
#include <limits>

namespace rankfold::learners {
namespace {

/// Sorts by falling score and calls `visit(positives, negatives)` for each group of equal scores.
template <class Visit> void visit_thresholds(std::span<RankedRow> rows, Visit visit) {
  std::ranges::sort(rows, std::ranges::greater{}, &RankedRow::score);
  for (auto row = rows.begin(); row != rows.end();) {
    auto const end = std::find_if(row, rows.end(), [&](RankedRow const& other) { return other.score != row->score; });
    auto const positives = static_cast<double>(std::count_if(row, end, [](RankedRow const& r) { return r.positive; }));
    visit(positives, static_cast<double>(end - row) - positives);
    row = end;
  }
}

} // namespace

double area_under_roc(std::span<RankedRow> rows) {
  double positives = 0, negatives = 0, ordered_pairs = 0;
  visit_thresholds(rows, [&](double more_positives, double more_negatives) {
    ordered_pairs += more_negatives * (positives + more_positives / 2);
    positives += more_positives;
    negatives += more_negatives;
  });
  bool const defined = positives > 0 && negatives > 0;
  return defined ? ordered_pairs / (positives * negatives) : std::numeric_limits<double>::quiet_NaN();
}

double average_precision(std::span<RankedRow> rows) {
  double positives = 0, taken = 0, sum = 0;
  visit_thresholds(rows, [&](double more_positives, double more_negatives) {
    positives += more_positives;
    taken += more_positives + more_negatives;
    sum += more_positives * positives / taken;
  });
  return positives > 0 ? sum / positives : std::numeric_limits<double>::quiet_NaN();
}

} // namespace rankfold::learners
