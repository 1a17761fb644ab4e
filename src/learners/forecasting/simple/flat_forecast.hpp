#pragma once

#include "learners/learner.hpp"
#include <memory>
#include <nlohmann/json.hpp>

namespace rankfold::learners::forecasting {

/// The mean of the squared errors of one-step forecasts within a series.
class OneStepErrors {
public:
  void add(double actual, double forecast) {
    squares_ += (actual - forecast) * (actual - forecast);
    ++count_;
  }
  /// NaN where there was none.
  [[nodiscard]] double mean_square() const { return squares_ / count_; }

private:
  double squares_ = 0, count_ = 0;
};

/// The same forecast for every step.
///
/// Its intervals are normal with the mean squared one-step error as variance, also the same for every step: what is
/// forecast is a mean that is taken to be constant. This is the approximation left where a method has no consistent
/// statistical model, as Croston's has none (Shenstone & Hyndman, J. Forecasting 24, 2005).
struct FlatForecast {
  enum class Range { any, not_negative };

  double mean = 0;
  double variance = 0;      ///< NaN: no interval can be given
  Range range = Range::any; ///< limits end where the series does: there is no negative demand
  nlohmann::ordered_json description = nlohmann::ordered_json::object(); ///< what `describe` shows besides
};

/// A forecaster whose fits are flat forecasts.
class FlatForecaster final : public Forecaster {
public:
  /// @param series as in `Forecaster::fit`. @throws FitError
  using Fit = FlatForecast (*)(std::span<double const> series, Parameters const& parameters);

  FlatForecaster(job::LearnerInfo info, Fit function) : info_{std::move(info)}, fit_{function} {}

  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }
  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> series,
                                                      Parameters const& parameters) const override;
  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(nlohmann::ordered_json const& state) const override;

private:
  job::LearnerInfo info_;
  Fit fit_;
};

} // namespace rankfold::learners::forecasting
