#include "learners/scoring.hpp"

#include "learners/classification_scores.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace rankfold::learners {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// Values and what was predicted for them, equally many; the missing values are left out.
struct Pairs {
  std::vector<double> actual, predicted;
};

Pairs observed_pairs(std::span<double const> actual, std::span<double const> predicted) {
  Pairs pairs;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (std::isnan(actual[i])) continue;
    pairs.actual.push_back(actual[i]);
    pairs.predicted.push_back(predicted[i]);
  }
  return pairs;
}

/// The mean of `term(actual, predicted)`.
template <class Term> double mean_over(Pairs const& pairs, Term term) {
  double sum = 0;
  for (std::size_t i = 0; i < pairs.actual.size(); ++i) sum += term(pairs.actual[i], pairs.predicted[i]);
  return pairs.actual.empty() ? undefined : sum / static_cast<double>(pairs.actual.size());
}

double mse(Pairs const& pairs) {
  return mean_over(pairs, [](double y, double p) { return (y - p) * (y - p); });
}

double rmse(Pairs const& pairs) { return std::sqrt(mse(pairs)); }

double mae(Pairs const& pairs) {
  return mean_over(pairs, [](double y, double p) { return std::abs(y - p); });
}

double pinball(Pairs const& pairs) { return mae(pairs) / 2; }

double mape(Pairs const& pairs) {
  return mean_over(pairs, [](double y, double p) { return y == 0 ? undefined : std::abs((y - p) / y); });
}

double smape(Pairs const& pairs) {
  return mean_over(pairs, [](double y, double p) {
    double const size = std::abs(y) + std::abs(p);
    return size == 0 ? 0 : 2 * std::abs(y - p) / size;
  });
}

/// As scikit-learn: of constant values 1 where they are met exactly and 0 otherwise; not defined for a single one.
double r2(Pairs const& pairs) {
  if (pairs.actual.size() < 2) return undefined;
  double const mean = mean_over(pairs, [](double y, double) { return y; });
  double const variance = mean_over(pairs, [mean](double y, double) { return (y - mean) * (y - mean); });
  double const error = mse(pairs);
  if (variance == 0) return error == 0 ? 1 : 0;
  return 1 - error / variance;
}

double mean_change(std::span<double const> values) {
  double sum = 0, n = 0;
  for (std::size_t t = 1; t < values.size(); ++t) {
    double const change = std::abs(values[t] - values[t - 1]);
    if (std::isnan(change)) continue;
    sum += change;
    n += 1;
  }
  return n > 0 ? sum / n : undefined;
}

double mase(Pairs const& pairs, std::span<double const> train) {
  double const scale = mean_change(train);
  return scale > 0 ? mae(pairs) / scale : undefined;
}

struct RegressionScore {
  std::string_view metric;
  double (*score)(Pairs const& pairs);
};

constexpr std::array regression_scores{RegressionScore{"mse", mse},        RegressionScore{"rmse", rmse},
                                       RegressionScore{"mae", mae},        RegressionScore{"mape", mape},
                                       RegressionScore{"smape", smape},    RegressionScore{"r2", r2},
                                       RegressionScore{"pinball", pinball}};

double score_values(std::string_view metric, Pairs const& pairs) {
  auto const found = std::ranges::find(regression_scores, metric, &RegressionScore::metric);
  expects(found != regression_scores.end(), "a metric's name was checked when the job file was read");
  return found->score(pairs);
}

} // namespace

double score_forecast(std::string_view metric, std::span<double const> actual, std::span<double const> predicted,
                      std::span<double const> train) {
  expects(actual.size() == predicted.size(), "there is a forecast for each test value");
  auto const pairs = observed_pairs(actual, predicted);
  return metric == "mase" ? mase(pairs, train) : score_values(metric, pairs);
}

double score_table(std::string_view metric, TableRows const& test, Predictions const& predicted) {
  auto const target = test.table.target();
  if (predicted.classes > 0) {
    std::vector<std::size_t> actual;
    for (auto const row : test.rows) actual.push_back(static_cast<std::size_t>(target.values[row]));
    return score_classes(metric, actual, {predicted.classes, predicted.values});
  }
  std::vector<double> actual;
  for (auto const row : test.rows) actual.push_back(target.values[row]);
  expects(actual.size() == predicted.values.size(), "there is a prediction for each test row");
  return score_values(metric, observed_pairs(actual, predicted.values));
}

} // namespace rankfold::learners
