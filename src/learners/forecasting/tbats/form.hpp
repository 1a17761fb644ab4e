#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

/// Exponential smoothing with Box-Cox transform, ARMA errors, trend and trigonometric seasons: De Livera, Hyndman &
/// Snyder, J. Am. Stat. Assoc. 106, 2011 (below: DHS). Of the transformed values z, with a season of period m and
/// harmonics j:
///     z_t = l + phi b + sum s_j + d_t,   l' = l + phi b + alpha d_t,   b' = phi b + beta d_t,
///     s_j' = s_j cos w + r_j sin w + gamma1 d_t,   r_j' = -s_j sin w + r_j cos w + gamma2 d_t,   w = 2 pi j / m,
///     d_t = sum ar_i d_{t-i} + sum ma_i e_{t-i} + e_t
namespace rankfold::learners::forecasting::trigonometric {

struct Season {
  double period;
  int harmonics;
};

/// What a model has.
struct Form {
  bool box_cox = false, trend = false, damped = false;
  std::vector<Season> seasons;
  std::size_t p = 0, q = 0;

  [[nodiscard]] std::size_t first_states() const; ///< level, slope and harmonics: those that are estimated
  [[nodiscard]] std::size_t states() const;       ///< with what the ARMA errors remember
  [[nodiscard]] std::size_t weights() const;
  /// Parameters in the sense of the information criterion: as the reference counts, the first states of the ARMA
  /// errors, which are zero, are counted.
  [[nodiscard]] std::size_t parameters() const { return weights() + states(); }
};

struct Weights {
  double lambda = 1, alpha = 0, beta = 0, phi = 1;
  std::vector<double> gamma1 = {}, gamma2 = {}; ///< one a season
  std::vector<double> ar = {}, ma = {};
};

/// @name Weights as the coordinates of a search. What the form lacks keeps its neutral value, phi = 1 without damping.
Eigen::VectorXd to_point(Form const& form, Weights const& weights);
Weights to_weights(Form const& form, Eigen::VectorXd const& point);
/// Moves coordinates that have bounds (lambda in [0, 1], phi in [0.8, 1]) into them.
void clamp(Form const& form, Eigen::VectorXd& point);

/// Whether the ARMA part is stationary and invertible, and errors forget the first states or nearly so: eigenvalues
/// up to 1.01, as the reference allows.
[[nodiscard]] bool is_admissible(Form const& form, Weights const& weights);

} // namespace rankfold::learners::forecasting::trigonometric
