#pragma once

#include "cli/options.hpp"
#include <string>
#include <vector>

namespace rankfold::cli {

/// What is wanted of each series.
struct ForecastRequest {
  int horizon = 0;            ///< steps, from 1
  std::vector<double> levels; ///< percent, ascending, each in (0, 100)
};

/// Adds --horizon and --level, which `fit` and `predict` have in common.
void add_forecast_options(cxxopts::Options& options, std::shared_ptr<cxxopts::Value> const& horizon);

/// @pre --horizon was given, or has a default. @throws JobError naming the option and its value
[[nodiscard]] ForecastRequest read_forecast_request(cxxopts::ParseResult const& parsed, std::string const& program);

} // namespace rankfold::cli
