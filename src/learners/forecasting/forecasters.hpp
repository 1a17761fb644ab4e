#pragma once

#include "learners/learner.hpp"
#include <span>

/// The forecasters, one function each. Each returns an object that lives as long as the program.
namespace rankfold::learners::forecasting {

/// @name ets/
Forecaster const& ets();
Forecaster const& ses();
Forecaster const& holt();
Forecaster const& holt_winters();

/// @name arima/
Forecaster const& auto_arima();
Forecaster const& arima();

/// @name simple/
Forecaster const& naive();
Forecaster const& seasonal_naive();
Forecaster const& drift();
Forecaster const& mean();
Forecaster const& window_average();
Forecaster const& theta();
Forecaster const& croston();
Forecaster const& tsb();
Forecaster const& adida();
Forecaster const& imapa();

/// @name ces/
Forecaster const& ces();

/// @name tbats/
Forecaster const& tbats();

/// @name mstl/
Forecaster const& mstl();

/// All but those that take another forecaster to build on.
[[nodiscard]] std::span<Forecaster const* const> plain_forecasters();
/// The registry's list.
[[nodiscard]] std::span<Forecaster const* const> all_forecasters();

} // namespace rankfold::learners::forecasting
