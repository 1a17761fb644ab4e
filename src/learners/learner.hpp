#pragma once

#include "data/dataset.hpp"
#include "job/catalogue.hpp"
#include "rankfold/value.hpp"
#include "support/random.hpp"
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

namespace rankfold::learners {

/// Point forecasts and central prediction intervals, `horizon` values each.
struct Forecast {
  std::vector<double> mean;
  struct Interval {
    double level; ///< percent, e.g. 80
    std::vector<double> lower, upper;
  };
  std::vector<Interval> intervals; ///< one a level asked for; empty where the method gives none
};

/// A forecaster fitted to one series.
class FittedForecaster {
public:
  virtual ~FittedForecaster() = default;

  /// @param horizon steps ahead, at least 1. @param levels percent, each in (0, 100).
  [[nodiscard]] virtual Forecast forecast(int horizon, std::span<double const> levels = {}) const = 0;

  /// What `fit --format json` shows under "model" (docs/learners.md lists the names). Not-a-number becomes null.
  [[nodiscard]] virtual nlohmann::ordered_json describe() const = 0;

  /// All that is needed to forecast again: `Forecaster::restore(state())` forecasts the same to the last bit.
  [[nodiscard]] virtual nlohmann::ordered_json state() const = 0;
};

/// A method that forecasts a series from its own past.
class Forecaster {
public:
  virtual ~Forecaster() = default;

  [[nodiscard]] virtual job::LearnerInfo const& info() const = 0;

  /// Fits to the values of one series in time order (NaN is missing).
  /// Has no state and touches nothing global: any number of fits may run at once.
  /// @param parameters every hyperparameter of `info()` with its value, defaults filled in, checked against `info()`.
  /// @throws FitError with a one-line reason if it cannot be fitted to these values.
  [[nodiscard]] virtual std::unique_ptr<FittedForecaster> fit(std::span<double const> values,
                                                              Parameters const& parameters) const = 0;

  /// Fits as `fit` does, but may use what an earlier fit has found: its optimum is a good place to start from.
  ///
  /// The result is never worse than that of `fit`, by the criterion that the forecaster maximises or chooses by, and is a
  /// function of the arguments alone. Only where `info().warm_starts` is it another than that of `fit`.
  /// @param previous what `fit` or `fit_after` made of the same parameters and the first of the same values.
  [[nodiscard]] virtual std::unique_ptr<FittedForecaster> fit_after(FittedForecaster const& /*previous*/,
                                                                    std::span<double const> values,
                                                                    Parameters const& parameters) const {
    return fit(values, parameters);
  }

  /// @throws JobError if `state` is none of this forecaster's.
  [[nodiscard]] virtual std::unique_ptr<FittedForecaster> restore(nlohmann::ordered_json const& state) const = 0;
};

} // namespace rankfold::learners
