#pragma once

#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// Box & Cox's transform (1964) in the form of Bickel & Doksum (1981), which takes negative values where lambda > 0:
/// (sign(x) |x|^lambda - 1) / lambda, log x for lambda = 0.
[[nodiscard]] double box_cox(double x, double lambda);
[[nodiscard]] double inverse_box_cox(double y, double lambda);
/// Transforms all values but those missing (NaN). @throws FitError where one has no transform with this lambda.
void apply_box_cox(std::span<double> values, double lambda);

/// Guerrero's (1993) choice of lambda within [lower, upper]: the one for which the standard deviation of blocks of one
/// period, over their mean to the power 1 - lambda, varies least.
/// @param x values of one sign, NaN is missing. @param period blocks are at least 2 long
[[nodiscard]] double guerrero_lambda(std::span<double const> x, int period, double lower, double upper);

} // namespace rankfold::learners::forecasting::box_jenkins
