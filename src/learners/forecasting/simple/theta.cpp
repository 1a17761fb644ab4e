#include "learners/forecasting/ets/decomposition.hpp"
#include "learners/forecasting/ets/fit.hpp"
#include "learners/forecasting/ets/observations.hpp"
#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/normal_intervals.hpp"
#include "learners/forecasting/state_json.hpp"
#include <algorithm>
#include <cmath>
#include <numeric>

/// The theta method (Assimakopoulos & Nikolopoulos, Int. J. Forecasting 16, 2000) in the form that Hyndman & Billah
/// (ibid. 19, 2003) give it: simple exponential smoothing with half the slope of the least squares line as drift.
namespace rankfold::learners::forecasting {

namespace {

using Values = std::vector<double>;

struct ThetaModel {
  double alpha = 1.0;
  double level = 0.0;  ///< after the last value, season taken out
  double drift = 0.0;  ///< half the slope of the line
  double sigma2 = 0.0; ///< of the smoothing's one-step errors
  int n_used = 0;
  int gap = 0;   ///< positions from the last value used to the end of the series
  Values season; ///< factors from the next step on; empty: not seasonal

  [[nodiscard]] double mean_at(int step) const {
    double const shift = (1.0 - std::pow(1.0 - alpha, n_used)) / alpha;
    double const line = level + drift * (step - 1 + shift);
    return season.empty() ? line : line * season[static_cast<std::size_t>(step - 1) % season.size()];
  }
  [[nodiscard]] double variance_at(int step) const { return sigma2 * ((step - 1) * alpha * alpha + 1.0); }
};

double mean_of(Values const& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Autocorrelations at lags 1 to `most`.
Values autocorrelations(Values const& values, std::size_t most) {
  double const center = mean_of(values);
  auto const covariance = [&](std::size_t lag) {
    double sum = 0.0;
    for (std::size_t t = lag; t < values.size(); ++t) sum += (values[t] - center) * (values[t - lag] - center);
    return sum;
  };
  Values result(most);
  for (std::size_t lag = 1; lag <= most; ++lag) result[lag - 1] = covariance(lag) / covariance(0);
  return result;
}

/// Whether the autocorrelation at the period is significant at 10 %, by Bartlett's standard error.
bool looks_seasonal(Values const& values, std::size_t period) {
  if (period < 2 || values.size() <= 2 * period) return false;
  if (std::ranges::all_of(values, [&](double v) { return v == values.front(); })) return false;
  auto const r = autocorrelations(values, period);
  double sum = 1.0;
  for (std::size_t i = 0; i + 1 < period; ++i) sum += 2.0 * r[i] * r[i];
  constexpr double normal_95_percent = 1.6448536269514722;
  return std::abs(r.back()) / std::sqrt(sum / static_cast<double>(values.size())) > normal_95_percent;
}

/// Seasonal factors with mean 1; empty where one is so small that dividing by it would make no sense.
Values seasonal_factors(Values const& values, std::size_t period) {
  auto factors = smoothing::classical_seasons(smoothing::Component::multiplicative, values, period);
  double const center = mean_of(factors);
  for (double& f : factors) f /= center;
  bool const usable = std::ranges::all_of(factors, [](double f) { return std::isfinite(f) && std::abs(f) >= 1e-4; });
  return usable ? factors : Values{};
}

double slope_of(Values const& values) {
  double const n = static_cast<double>(values.size());
  double sum = 0.0;
  for (std::size_t t = 0; t < values.size(); ++t) sum += (static_cast<double>(t) - (n - 1.0) / 2.0) * values[t];
  return n > 1.0 ? sum / (n * (n * n - 1.0) / 12.0) : 0.0;
}

smoothing::Model smooth(Values const& values) {
  smoothing::Specification wanted;
  set_components(wanted, "ANN");
  wanted.objective = smoothing::Objective::squared_error;
  wanted.search = smoothing::Search::simplex;
  return smoothing::fit(wanted, values);
}

ThetaModel fit_theta(std::span<double const> series, std::size_t period) {
  smoothing::Observations observed{series};
  observed.undo_scaling();
  auto& values = observed.values;
  ThetaModel model;
  if (looks_seasonal(values, period)) model.season = seasonal_factors(values, period);
  for (std::size_t t = 0; t < values.size() && !model.season.empty(); ++t) values[t] /= model.season[t % period];
  auto const level = smooth(values);
  model.alpha = std::max(1e-10, level.smoothing.alpha);
  model.level = level.last.level;
  model.drift = slope_of(values) / 2.0;
  model.sigma2 = level.sigma2();
  model.n_used = static_cast<int>(values.size());
  model.gap = static_cast<int>(observed.gap);
  if (!model.season.empty()) {
    std::ranges::rotate(model.season, model.season.begin() + static_cast<std::ptrdiff_t>(values.size() % period));
  }
  return model;
}

class FittedTheta final : public FittedForecaster {
public:
  explicit FittedTheta(ThetaModel model) : model_{std::move(model)} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override {
    Forecast result;
    Values variances;
    for (int h = 1; h <= horizon; ++h) {
      result.mean.push_back(model_.mean_at(h + model_.gap));
      variances.push_back(model_.variance_at(h + model_.gap));
    }
    add_normal_intervals(result, variances, levels);
    return result;
  }

  [[nodiscard]] nlohmann::ordered_json describe() const override {
    return {{"alpha", model_.alpha},   {"level", model_.level},   {"drift", model_.drift},
            {"sigma2", model_.sigma2}, {"n_used", model_.n_used}, {"seasonal", !model_.season.empty()}};
  }

  [[nodiscard]] nlohmann::ordered_json state() const override {
    return {{"alpha", model_.alpha},   {"level", model_.level}, {"drift", model_.drift},  {"sigma2", model_.sigma2},
            {"n_used", model_.n_used}, {"gap", model_.gap},     {"season", model_.season}};
  }

private:
  ThetaModel model_;
};

class ThetaForecaster final : public Forecaster {
public:
  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> values,
                                                      Parameters const& parameters) const override {
    auto const period = static_cast<std::size_t>(parameters.at("season_length").as_integer());
    return std::make_unique<FittedTheta>(fit_theta(values, period));
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(nlohmann::ordered_json const& state) const override {
    return restore_from(info_.name, [&] {
      return std::make_unique<FittedTheta>(ThetaModel{real_from(state.at("alpha")), real_from(state.at("level")),
                                                      real_from(state.at("drift")), real_from(state.at("sigma2")),
                                                      state.at("n_used").get<int>(), state.at("gap").get<int>(),
                                                      reals_from(state.at("season"))});
    });
  }

private:
  static job::LearnerInfo describe_learner() {
    job::LearnerInfo info;
    info.name = "theta";
    info.kinds = {job::DataKind::series};
    info.summary = "simple exponential smoothing with half the slope of the trend, season taken out where there is one";
    info.source = "Assimakopoulos & Nikolopoulos 2000; Hyndman & Billah 2003; agrees with thetaf of R's forecast 8.20";
    info.hyperparameters = {{.name = "season_length",
                             .type = job::HyperparameterInfo::Type::integer,
                             .default_value = 1,
                             .description = "observations in a season",
                             .minimum = 1,
                             .maximum = 1e6}};
    return info;
  }

  job::LearnerInfo const info_ = describe_learner();
};

} // namespace

Forecaster const& theta() {
  static ThetaForecaster const forecaster;
  return forecaster;
}

} // namespace rankfold::learners::forecasting
