#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/simple/flat_forecast.hpp"
#include "learners/forecasting/simple/intermittent.hpp"

/// Croston's method (Oper. Res. Q. 23, 1972), its corrections by Syntetos & Boylan (Int. J. Forecasting 21, 2005) and
/// Shale, Boylan & Johnston (J. Oper. Res. Soc. 57, 2006), and the method of Teunter, Syntetos & Babai (Eur. J. Oper.
/// Res. 214, 2011): a constant mean demand a period.
namespace rankfold::learners::forecasting {

namespace {

using Info = job::HyperparameterInfo;

/// The weights of the two smoothed quantities, and what corrects the bias of their ratio.
struct Weights {
  double size = 0.0, rate = 0.0, factor = 1.0;
};

/// Simple exponential smoothing, from the first value on.
class Smoothing {
public:
  explicit Smoothing(double weight) : weight_{weight} {}

  void add(double value) {
    level_ = known_ ? level_ + weight_ * (value - level_) : value;
    known_ = true;
  }
  [[nodiscard]] bool known() const { return known_; }
  [[nodiscard]] double level() const { return level_; }

private:
  double weight_, level_ = 0.0;
  bool known_ = false;
};

/// Demands a period as the inverse of the smoothed interval between them, which is looked at where there is a demand.
class IntervalRate {
public:
  explicit IntervalRate(double weight) : interval_{weight} {}

  void add(bool demanded) {
    waited_ += 1.0;
    if (!demanded) return;
    interval_.add(waited_);
    waited_ = 0.0;
  }
  [[nodiscard]] double level() const { return interval_.known() ? 1.0 / interval_.level() : 0.0; }

private:
  Smoothing interval_;
  double waited_ = 0.0;
};

/// Demands a period as a smoothed probability, which also falls while there is none.
class ProbabilityRate {
public:
  explicit ProbabilityRate(double weight) : probability_{weight} {}

  void add(bool demanded) { probability_.add(demanded ? 1.0 : 0.0); }
  [[nodiscard]] double level() const { return probability_.level(); }

private:
  Smoothing probability_;
};

/// Goes through the series; there is a forecast, and so an error, from the period after the first demand on.
template <class Rate> FlatForecast smooth_demand(std::span<double const> values, Weights const& weights) {
  Smoothing size{weights.size};
  Rate rate{weights.rate};
  OneStepErrors errors;
  auto const mean = [&] { return weights.factor * size.level() * rate.level(); };
  for (double const value : values) {
    if (size.known()) errors.add(value, mean());
    if (value > 0.0) size.add(value);
    rate.add(value > 0.0);
  }
  return {mean(),
          size.known() ? errors.mean_square() : 0.0,
          FlatForecast::Range::not_negative,
          {{"demand_size", size.level()}, {"demands_per_period", rate.level()}}};
}

Weights croston_weights(std::span<double const> values, Parameters const& parameters) {
  auto const& variant = parameters.at("variant").as_text();
  double const alpha = parameters.at("alpha").as_real();
  if (variant == "sba") return {alpha, alpha, 1.0 - alpha / 2.0};
  if (variant == "sbj") return {alpha, alpha, 1.0 - alpha / (2.0 - alpha)};
  if (variant == "classic") return {alpha, alpha};
  Demands const demands{values};
  if (demands.sizes.empty()) return {};
  return {best_weight(demands.sizes, 0.1, 0.3), best_weight(demands.intervals, 0.1, 0.3)};
}

FlatForecast fit_croston(std::span<double const> series, Parameters const& parameters) {
  auto const values = demand_part(series);
  return smooth_demand<IntervalRate>(values, croston_weights(values, parameters));
}

FlatForecast fit_tsb(std::span<double const> series, Parameters const& parameters) {
  return smooth_demand<ProbabilityRate>(demand_part(series),
                                        {parameters.at("alpha_d").as_real(), parameters.at("alpha_p").as_real()});
}

Info weight_info(std::string name, std::string description) {
  return {.name = std::move(name),
          .type = Info::Type::real,
          .default_value = 0.1,
          .description = std::move(description),
          .minimum = 0.0,
          .maximum = 1.0};
}

job::LearnerInfo info(std::string name, std::string summary, std::string source, std::vector<Info> hyperparameters) {
  job::LearnerInfo out;
  out.name = std::move(name);
  out.kinds = {job::DataKind::series};
  out.summary = std::move(summary);
  out.source = std::move(source);
  out.version = 2;
  out.hyperparameters = std::move(hyperparameters);
  return out;
}

} // namespace

Forecaster const& croston() {
  static FlatForecaster const forecaster{
      info("croston", "intermittent demand: smoothed size over smoothed interval",
           "Croston 1972; sba: Syntetos & Boylan 2005; sbj: Shale, Boylan & Johnston 2006; agrees with croston of R's "
           "forecast 8.20",
           {{.name = "variant",
             .type = Info::Type::text,
             .default_value = "classic",
             .description = "sba, sbj: corrected for bias; optimised: weights between 0.1 and 0.3 by squared errors",
             .choices = {"classic", "sba", "sbj", "optimised"}},
            weight_info("alpha", "smoothing of sizes and intervals (not of optimised)")}),
      fit_croston};
  return forecaster;
}

Forecaster const& tsb() {
  static FlatForecaster const forecaster{info("tsb", "intermittent demand: smoothed size times smoothed probability",
                                              "Teunter, Syntetos & Babai 2011",
                                              {weight_info("alpha_d", "smoothing of the size of demands"),
                                               weight_info("alpha_p", "smoothing of the probability of a demand")}),
                                         fit_tsb};
  return forecaster;
}

} // namespace rankfold::learners::forecasting
