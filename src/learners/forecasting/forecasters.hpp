#pragma once

#include "learners/learner.hpp"

/// The forecasters, one function each: the registry's list. Each returns an object that lives as long as the program.
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
Forecaster const& theta();
Forecaster const& croston();
Forecaster const& tsb();

} // namespace rankfold::learners::forecasting
