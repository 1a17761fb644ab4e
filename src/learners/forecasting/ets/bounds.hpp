#pragma once

#include "learners/forecasting/ets/candidate.hpp"
#include <array>
#include <optional>

namespace rankfold::learners::forecasting::smoothing {

/// What smoothing parameters are allowed.
///
/// `usual`: within the limits, beta <= alpha and gamma <= 1 - alpha, so that every update is a weighted average.
/// `admissible`: where the weights of past observations die out (HKOS ch. 10). `both`: both, the reference's default.
enum class Bounds { both, usual, admissible };

struct Limits {
  SmoothingParameters lower{1e-4, 1e-4, 1e-4, 0.8};
  SmoothingParameters upper{0.9999, 0.9999, 0.9999, 0.98};
  Bounds bounds = Bounds::both;
};

/// Smoothing parameters that the user has given; the others are estimated.
struct GivenParameters {
  std::optional<double> alpha = {}, beta = {}, gamma = {}, phi = {};
};

/// Whether the recursion forgets its start: all roots of the characteristic polynomial within the unit circle. The
/// conditions are those of the linear forms, and are applied to all, as in the reference. For a damped trend with a
/// season the reference's polynomial has beta where the recursion has phi beta; it is kept, so that the same models are
/// allowed.
[[nodiscard]] bool is_admissible(Form form, int period, SmoothingParameters const& parameters);

/// Whether parameters satisfy the bounds. Those that the form lacks do not count.
[[nodiscard]] bool is_allowed(Form form, int period, SmoothingParameters const& parameters, Limits const& limits);

} // namespace rankfold::learners::forecasting::smoothing
