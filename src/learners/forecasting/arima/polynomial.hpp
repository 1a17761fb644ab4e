#pragma once

#include "learners/forecasting/arima/order.hpp"
#include <span>
#include <vector>

namespace rankfold::learners::forecasting::box_jenkins {

/// Autoregressive coefficients from partial autocorrelations by Durbin and Levinson's recursion: with every |pacf| < 1
/// it reaches each stationary polynomial, and no other (Barndorff-Nielsen & Schou 1973; Monahan 1984).
class PartialAutocorrelations {
public:
  /// @param pacf each in (-1, 1). @param ar receives as many coefficients.
  void to_ar(std::span<double const> pacf, std::span<double> ar);

  /// Derivatives by `ar` into derivatives by `pacf`, at the point of the last `to_ar`.
  void pull_back(std::span<double const> pacf, std::span<double const> by_ar, std::span<double> by_pacf);

private:
  std::vector<double> stages_; ///< coefficients of orders 1 ... p - 1, one order after another
  std::vector<double> adjoint_, next_;
};

/// The partial autocorrelations of an autoregressive polynomial; empty where it is not stationary.
[[nodiscard]] std::vector<double> to_pacf(std::span<double const> ar);

/// Whether all roots of 1 - sum ar_j z^j have a modulus above `radius` (Schur and Cohn's criterion).
[[nodiscard]] bool roots_beyond(std::span<double const> ar, double radius);

/// The coefficients of the product of a polynomial and a seasonal one, lags 1, 2, ...; `full` is padded with zeros.
/// @param sign -1 for 1 - sum c_j B^j (autoregressive), +1 for 1 + sum c_j B^j (moving average)
void multiply(std::span<double const> plain, std::span<double const> seasonal, int period, double sign,
              std::span<double> full);

/// Adds to the derivatives by both factors what follows from the derivatives by the product's coefficients.
void multiply_pull_back(std::span<double const> plain, std::span<double const> seasonal, int period, double sign,
                        std::span<double const> by_full, std::span<double> by_plain, std::span<double> by_seasonal);

} // namespace rankfold::learners::forecasting::box_jenkins
