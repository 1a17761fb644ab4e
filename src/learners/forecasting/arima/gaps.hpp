#pragma once

#include "learners/forecasting/arima/arima_fitter.hpp"
#include "learners/forecasting/arima/arima_model.hpp"
#include <span>
#include <vector>

/// Series with missing values (NaN).
namespace rankfold::learners::forecasting::box_jenkins {

struct ObservedSeries {
  std::vector<double> values; ///< from the first value that is there
  std::size_t observed = 0;   ///< how many are
};

/// @throws FitError if nothing is observed, or a value is infinite or so large that its square overflows
[[nodiscard]] ObservedSeries observed_part(std::span<double const> values);

/// Missing values replaced by straight lines between their neighbours, on top of the seasonal pattern where the series
/// has more than two periods; values at the end by the last one.
[[nodiscard]] std::vector<double> fill_gaps(std::span<double const> values, int period);

/// The model of this order that maximises the exact likelihood of the values that are there, found from a candidate
/// that was fitted to the filled series: a Kalman filter that skips the missing values (Jones 1980). The first values
/// of a differenced series are taken as given; those of them that are missing are diffuse.
/// @param values starting with one that is not missing
[[nodiscard]] ArimaModel fit_with_gaps(std::span<double const> values, std::span<double const> filled,
                                       ArimaFitter::Candidate const& start);

/// Sets the state after the last value, and its covariance, by running the filter over the values.
/// @pre everything else in `model` is set
void set_filtered_state(ArimaModel& model, std::span<double const> values);

} // namespace rankfold::learners::forecasting::box_jenkins
