#pragma once

#include "rankfold/value.hpp"
#include <optional>
#include <span>

namespace rankfold::learners::forecasting::box_jenkins {

/// Box & Cox's transform (1964) in the form of Bickel & Doksum (1981), which takes negative values where lambda > 0:
/// (sign(x) |x|^lambda - 1) / lambda, log x for lambda = 0.
[[nodiscard]] double box_cox(double x, double lambda);
[[nodiscard]] double inverse_box_cox(double y, double lambda);
/// The mean of a variable whose transform has mean `y` and this variance, to second order; the median where that is not
/// defined.
[[nodiscard]] double inverse_box_cox_mean(double y, double variance, double lambda);

/// Guerrero's (1993) choice of lambda within [lower, upper]: the one for which the standard deviation of blocks of one
/// period, over their mean to the power 1 - lambda, varies least.
/// @param x values of one sign, NaN is missing. @param period blocks are at least 2 long
[[nodiscard]] double guerrero_lambda(std::span<double const> x, int period, double lower, double upper);

/// Transforms all values but those missing (NaN) as the hyperparameter `lambda` says: a number, "none", or "auto" for
/// Guerrero's choice within [-1, 2].
/// @return the lambda, if they were transformed. @throws FitError where a value has no transform with it
std::optional<double> transform(std::span<double> values, Value const& lambda, int period);

} // namespace rankfold::learners::forecasting::box_jenkins
