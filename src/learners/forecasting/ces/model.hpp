#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// Complex exponential smoothing: Svetunkov, Kourentzes & Ord, Naval Research Logistics 69(8), 2022.
///
/// The level is the real part of a complex number and what the errors tell beyond it the imaginary part; the weight
/// that an error has is complex, too. In state space form, with a weight a0 + i a1, a level l, a shadow c and a lag m:
///     y_t = l_{t-m} + e_t,   l_t = l_{t-m} - (1 - a1) c_{t-m} + (a0 - a1) e_t,   c_t = l_{t-m} + (1 - a0) c_{t-m} +
///     (a0 + a1) e_t
namespace rankfold::learners::forecasting::complex_smoothing {

enum class Seasonality {
  none,
  simple,  ///< one level for each season, no other
  partial, ///< a level, and a season without a shadow: s_t = s_{t-m} + b e_t
  full     ///< a level, and a season with a complex weight of its own
};

struct ComplexWeight {
  double real = 1, imaginary = 1;
};

/// A component of the sum that y_t is: a level for each of `lag` times, with its shadow.
struct Channel {
  std::size_t lag = 1;
  bool has_shadow = true; ///< without it the weight is real, and `weight.real` is all of it
  ComplexWeight weight;

  [[nodiscard]] std::size_t stride() const { return has_shadow ? 2 : 1; }
  [[nodiscard]] std::size_t state_count() const { return lag * stride(); }
};

/// The weights of a model. What the form has no use for does not count.
struct Weights {
  ComplexWeight alpha, beta;
};

/// Weights that are estimated: 2, 2, 3 and 4.
[[nodiscard]] int weight_count(Seasonality seasonality);
[[nodiscard]] std::vector<Channel> channels_of(Seasonality seasonality, std::size_t period, Weights const& weights);

/// Whether forecast errors forget the start: all roots of the moving average polynomial of the model's reduced form lie
/// outside of the unit circle.
[[nodiscard]] bool is_stable(std::span<Channel const> channels);

/// A fitted model.
struct Model {
  Seasonality seasonality = Seasonality::none;
  std::size_t period = 1; ///< 1 without a season
  Weights weights;
  std::vector<double> states; ///< a channel after the other; of each time in the lag: level, shadow
  std::size_t length = 0;     ///< times that the states have been through
  std::size_t gap = 0;        ///< times from there to the end of the series
  int observed = 0;           ///< values it was fitted to
  int estimated = 0;          ///< weights and first states
  double sigma2 = 0;          ///< squared errors, divided by `observed - estimated`
  double loglik = 0;

  /// Those with `estimated + 1` parameters; aicc is +infinity where there are too few values for it.
  [[nodiscard]] double aic() const;
  [[nodiscard]] double aicc() const;
  [[nodiscard]] double bic() const;
};

} // namespace rankfold::learners::forecasting::complex_smoothing
