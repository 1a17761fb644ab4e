#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/simple/flat_forecast.hpp"
#include "learners/forecasting/simple/intermittent.hpp"
#include <cmath>
#include <numeric>

/// Intermittent demand forecast from sums over several periods, in which there are fewer zeros: ADIDA (Nikolopoulos,
/// Syntetos, Boylan, Petropoulos & Assimakopoulos, J. Oper. Res. Soc. 62, 2011) and iMAPA (Petropoulos & Kourentzes,
/// ibid. 66, 2015). Definitions as in statsforecast: the smoothing weight has the smallest squared errors in [0.1,
/// 0.3], and periods at the beginning that fill no bucket are left out.
namespace rankfold::learners::forecasting {
namespace {

/// The mean interval between demands, rounded as statsforecast does: a half goes to the even number.
std::size_t mean_interval(Demands const& demands) {
  double const sum = std::accumulate(demands.intervals.begin(), demands.intervals.end(), 0.0);
  return static_cast<std::size_t>(std::nearbyint(sum / static_cast<double>(demands.intervals.size())));
}

/// Sums of `level` periods each; the last one ends with the series.
std::vector<double> buckets(std::span<double const> values, std::size_t level) {
  std::vector<double> sums;
  for (std::size_t begin = values.size() % level; begin < values.size(); begin += level) {
    auto const bucket = values.subspan(begin, level);
    sums.push_back(std::accumulate(bucket.begin(), bucket.end(), 0.0));
  }
  return sums;
}

/// How the forecast of a period's demand changes from period to period, summed over levels of aggregation.
class ForecastSteps {
public:
  explicit ForecastSteps(std::size_t periods) : changes_(periods + 1) {}

  /// Smooths the sums of a level; its forecast is an even share, and stays as it is until the next bucket is full.
  void add(std::span<double const> values, std::size_t level) {
    auto const sums = buckets(values, level);
    double const weight = best_weight(sums, 0.1, 0.3);
    std::size_t period = values.size() % level;
    double smoothed = 0.0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      double const change = i == 0 ? sums[i] : weight * (sums[i] - smoothed);
      smoothed += change;
      period += level;
      changes_[period] += change / static_cast<double>(level);
      if (i == 0) first_ = std::max(first_, period);
    }
    ++levels_;
  }

  /// The mean over the levels, and its one-step errors from where each level has a forecast.
  [[nodiscard]] FlatForecast result(std::span<double const> values, std::size_t highest) const {
    OneStepErrors errors;
    double sum = 0.0;
    for (std::size_t t = 0; t < values.size(); ++t) {
      sum += changes_[t];
      if (t >= first_) errors.add(values[t], sum / levels_);
    }
    sum += changes_[values.size()];
    return {sum / levels_, errors.mean_square(), FlatForecast::Range::not_negative, {{"aggregation_level", highest}}};
  }

private:
  std::vector<double> changes_; ///< at a period: what the period before has changed
  std::size_t first_ = 0;
  double levels_ = 0;
};

/// Forecasts from the levels of aggregation between `lowest(highest)` and the mean interval.
FlatForecast fit_levels(std::span<double const> series, std::size_t (*lowest)(std::size_t)) {
  auto const values = demand_part(series);
  Demands const demands{values};
  if (demands.sizes.empty()) return {0.0, 0.0, FlatForecast::Range::not_negative, {{"aggregation_level", 1}}};
  auto const highest = mean_interval(demands);
  ForecastSteps steps{values.size()};
  for (auto level = lowest(highest); level <= highest; ++level) steps.add(values, level);
  return steps.result(values, highest);
}

FlatForecast fit_adida(std::span<double const> series, Parameters const&) {
  return fit_levels(series, [](std::size_t highest) { return highest; });
}

FlatForecast fit_imapa(std::span<double const> series, Parameters const&) {
  return fit_levels(series, [](std::size_t) { return std::size_t{1}; });
}

job::LearnerInfo info(std::string name, std::string summary, std::string source) {
  job::LearnerInfo out;
  out.name = std::move(name);
  out.kinds = {job::DataKind::series};
  out.summary = std::move(summary);
  out.source = std::move(source);
  return out;
}

} // namespace

Forecaster const& adida() {
  static FlatForecaster const forecaster{
      info("adida", "intermittent demand: smoothed sums over the mean interval between demands",
           "Nikolopoulos et al. 2011; defined as in statsforecast"),
      fit_adida};
  return forecaster;
}

Forecaster const& imapa() {
  static FlatForecaster const forecaster{
      info("imapa", "intermittent demand: mean of smoothed sums over 1, 2, ... periods, up to the mean interval",
           "Petropoulos & Kourentzes 2015; defined as in statsforecast"),
      fit_imapa};
  return forecaster;
}

} // namespace rankfold::learners::forecasting
