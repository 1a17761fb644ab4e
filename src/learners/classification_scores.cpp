#include "learners/classification_scores.hpp"

#include "learners/ranking_scores.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace rankfold::learners {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

using Classes = std::span<std::size_t const>;

/// Of all rows: the class of each, and the most probable one (the first among equals).
struct Decisions {
  Classes actual;
  std::vector<std::size_t> predicted;
};

Decisions decide(Classes actual, ClassProbabilities const& probabilities) {
  Decisions out{actual, {}};
  for (std::size_t i = 0; i < actual.size(); ++i) {
    auto const row = probabilities.row(i);
    out.predicted.push_back(static_cast<std::size_t>(std::ranges::max_element(row) - row.begin()));
  }
  return out;
}

/// Of one class: how many rows have it, were said to have it, and both.
struct ClassCounts {
  double actual = 0, predicted = 0, both = 0;
};

std::vector<ClassCounts> count_classes(Decisions const& decisions, std::size_t classes) {
  std::vector<ClassCounts> counts(classes);
  for (std::size_t i = 0; i < decisions.actual.size(); ++i) {
    counts[decisions.actual[i]].actual += 1;
    counts[decisions.predicted[i]].predicted += 1;
    if (decisions.actual[i] == decisions.predicted[i]) counts[decisions.actual[i]].both += 1;
  }
  return counts;
}

/// The mean of what is defined of `score(item)`.
template <class Items, class Score> double mean_of(Items const& items, Score score) {
  double sum = 0, n = 0;
  for (auto const& item : items) {
    double const value = score(item);
    if (std::isnan(value)) continue;
    sum += value;
    n += 1;
  }
  return n > 0 ? sum / n : undefined;
}

double accuracy(Classes actual, ClassProbabilities const& probabilities) {
  auto const counts = count_classes(decide(actual, probabilities), probabilities.classes);
  double right = 0;
  for (auto const& count : counts) right += count.both;
  return actual.empty() ? undefined : right / static_cast<double>(actual.size());
}

double balanced_accuracy(Classes actual, ClassProbabilities const& probabilities) {
  return mean_of(count_classes(decide(actual, probabilities), probabilities.classes),
                 [](ClassCounts const& count) { return count.actual > 0 ? count.both / count.actual : undefined; });
}

/// Not defined for a class that no row has and none was said to have.
double f1_of_class(ClassCounts const& count) {
  double const sum = count.actual + count.predicted;
  return sum > 0 ? 2 * count.both / sum : undefined;
}

double f1(Classes actual, ClassProbabilities const& probabilities) {
  auto const counts = count_classes(decide(actual, probabilities), probabilities.classes);
  return counts.size() == 2 ? f1_of_class(counts[1]) : mean_of(counts, f1_of_class);
}

/// Probabilities are kept this far from 0 and 1, then scaled to sum to 1 again (scikit-learn 1.2).
constexpr double least_probability = 1e-15;

double log_loss(Classes actual, ClassProbabilities const& probabilities) {
  std::vector<std::size_t> rows(actual.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return mean_of(rows, [&](std::size_t i) {
    double sum = 0;
    auto const kept = [](double p) { return std::clamp(p, least_probability, 1 - least_probability); };
    for (double const p : probabilities.row(i)) sum += kept(p);
    return -std::log(kept(probabilities.row(i)[actual[i]]) / sum);
  });
}

using RankingScore = double (*)(std::span<RankedRow> rows);

double score_class(std::size_t positive, Classes actual, ClassProbabilities const& probabilities, RankingScore score) {
  std::vector<RankedRow> rows;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    rows.push_back({probabilities.row(i)[positive], actual[i] == positive});
  }
  return score(rows);
}

double score_ranking(Classes actual, ClassProbabilities const& probabilities, RankingScore score) {
  if (probabilities.classes == 2) return score_class(1, actual, probabilities, score);
  std::vector<std::size_t> classes(probabilities.classes);
  std::iota(classes.begin(), classes.end(), std::size_t{0});
  return mean_of(classes, [&](std::size_t c) { return score_class(c, actual, probabilities, score); });
}

double roc_auc(Classes actual, ClassProbabilities const& probabilities) {
  return score_ranking(actual, probabilities, area_under_roc);
}

double mean_precision(Classes actual, ClassProbabilities const& probabilities) {
  return score_ranking(actual, probabilities, average_precision);
}

struct ClassificationScore {
  std::string_view metric;
  double (*score)(Classes actual, ClassProbabilities const& probabilities);
};

constexpr std::array scores{ClassificationScore{"accuracy", accuracy},
                            ClassificationScore{"balanced_accuracy", balanced_accuracy},
                            ClassificationScore{"log_loss", log_loss},
                            ClassificationScore{"roc_auc", roc_auc},
                            ClassificationScore{"f1", f1},
                            ClassificationScore{"average_precision", mean_precision}};

} // namespace

double score_classes(std::string_view metric, Classes actual, ClassProbabilities const& probabilities) {
  expects(actual.size() * probabilities.classes == probabilities.values.size(), "each row has a probability a class");
  bool const broken = std::ranges::any_of(probabilities.values, [](double p) { return std::isnan(p); });
  if (broken) return undefined;
  auto const found = std::ranges::find(scores, metric, &ClassificationScore::metric);
  expects(found != scores.end(), "a metric's name was checked when the job file was read");
  return found->score(actual, probabilities);
}

} // namespace rankfold::learners
