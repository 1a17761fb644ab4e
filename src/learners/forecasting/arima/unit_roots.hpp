#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

enum class UnitRootTest { kpss, adf, pp };
enum class SeasonalTest { strength, ocsb };

/// Statistic of Kwiatkowski, Phillips, Schmidt & Shin (1992) for stationarity around a level, with Bartlett weights up
/// to lag trunc(3 sqrt(n) / 13).
[[nodiscard]] double kpss_statistic(std::span<double const> x);
/// t statistic of Dickey & Fuller (1979), augmented by one lag, with a constant.
[[nodiscard]] double adf_statistic(std::span<double const> x);
/// Z(t) statistic of Phillips & Perron (1988) with a constant and Bartlett weights up to lag trunc(4 (n/100)^(1/4)).
[[nodiscard]] double pp_statistic(std::span<double const> x);
/// t statistic for a seasonal unit root of Osborn, Chui, Smith & Birchenhall (1988), up to three lags chosen by AIC.
/// NaN where the regression has too few values.
[[nodiscard]] double ocsb_statistic(std::span<double const> x, int period);
/// 1 - var(remainder) / var(remainder + seasonal) of STL, within [0, 1] (Wang, Smith & Hyndman 2006).
[[nodiscard]] double seasonal_strength(std::span<double const> x, int period);

/// How many first differences make the series stationary at the 5 % level. Missing values are left out.
[[nodiscard]] int difference_count(std::span<double const> x, UnitRootTest test, int most);
/// How many seasonal differences it takes: by strength, while that exceeds 0.64. @pre no value is missing
[[nodiscard]] int seasonal_difference_count(std::span<double const> x, int period, SeasonalTest test, int most);

} // namespace rankfold::learners::forecasting::box_jenkins
