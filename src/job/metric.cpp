#include "job/metric.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace rankfold::job {
namespace {

constexpr auto low = Direction::minimize;
constexpr auto high = Direction::maximize;

/// y: what was observed, p: what was predicted, n: how many, mean(): over them.
constexpr std::array metrics{
    MetricInfo{"mse", low, true, false, true, "mean((y - p)^2)"},
    MetricInfo{"rmse", low, true, false, true, "sqrt(mean((y - p)^2))"},
    MetricInfo{"mae", low, true, false, true, "mean(|y - p|)"},
    MetricInfo{"mape", low, true, false, true, "mean(|y - p| / |y|), as a share"},
    MetricInfo{"smape", low, true, false, true, "mean(2 |y - p| / (|y| + |p|)), as a share"},
    MetricInfo{"mase", low, true, false, false, "mae / mean(|y[t] - y[t-1]|) of the training values"},
    MetricInfo{"pinball", low, true, false, true, "mean(max(y - p, p - y)) / 2: the quantile loss of the median"},
    MetricInfo{"r2", high, true, false, true, "1 - sum((y - p)^2) / sum((y - mean(y))^2)"},
    MetricInfo{"accuracy", high, false, true, false, "share of rows whose most probable class is the right one"},
    MetricInfo{"balanced_accuracy", high, false, true, false, "mean over classes of the share of its rows found"},
    MetricInfo{"log_loss", low, false, true, false, "mean(-log(probability of the right class))"},
    MetricInfo{"roc_auc", high, false, true, false,
               "area under the ROC curve; several classes: one versus rest, mean over classes"},
    MetricInfo{"average_precision", high, false, true, false,
               "area under the precision-recall curve; several classes: one versus rest, mean over classes"},
    MetricInfo{"f1", high, false, true, false,
               "2 precision recall / (precision + recall); several classes: mean over classes"},
};

} // namespace

bool MetricInfo::serves(Problem problem) const {
  switch (problem) {
  case Problem::forecasting:
    return forecasting;
  case Problem::classification:
    return classification;
  case Problem::regression:
    return regression;
  }
  return false;
}

std::span<MetricInfo const> known_metrics() { return metrics; }

std::vector<std::string> metrics_for(std::span<Problem const> problems) {
  std::vector<std::string> names;
  for (auto const& metric : metrics) {
    bool const fits = std::ranges::any_of(problems, [&](Problem problem) { return metric.serves(problem); });
    if (fits) names.emplace_back(metric.name);
  }
  return names;
}

MetricInfo const* find_metric(std::string_view name) {
  auto const found = std::ranges::find(metrics, name, &MetricInfo::name);
  return found == metrics.end() ? nullptr : &*found;
}

bool is_better(double a, double b, Direction direction) {
  if (std::isnan(a)) return false;
  if (std::isnan(b)) return true;
  return direction == Direction::minimize ? a < b : a > b;
}

} // namespace rankfold::job
