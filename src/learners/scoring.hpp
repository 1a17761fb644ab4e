#pragma once

#include "job/metric.hpp"
#include "learners/table_learner.hpp"
#include <span>
#include <string_view>

namespace rankfold::learners {

/// Scores point forecasts of one fold. Test values that are missing (NaN) do not count.
/// @param train the fold's training values, which `mase` scales by. @return NaN where the metric is not defined.
[[nodiscard]] double score_forecast(std::string_view metric, std::span<double const> actual,
                                    std::span<double const> predicted, std::span<double const> train);

/// Scores predictions for the rows of a table's fold.
[[nodiscard]] double score_table(std::string_view metric, TableRows const& test, Predictions const& predicted);

} // namespace rankfold::learners
