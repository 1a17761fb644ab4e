#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

/// Exponential smoothing in state space form: Hyndman, Koehler, Ord & Snyder, "Forecasting with Exponential Smoothing:
/// The State Space Approach", Springer 2008 (below: HKOS), and Hyndman & Khandakar, J. Stat. Softw. 27(3), 2008.
namespace rankfold::learners::forecasting::smoothing {

/// How a component enters: not at all, as a sum, or as a product.
enum class Component : std::uint8_t { none, additive, multiplicative };

/// Which components a model has: one of 30 (2 errors, 5 trends, 3 seasons), HKOS table 2.1.
struct Form {
  Component error = Component::additive; ///< never none
  Component trend = Component::none;
  Component season = Component::none;
  bool damped = false; ///< only with a trend

  bool operator==(Form const&) const = default;
  [[nodiscard]] constexpr bool has_trend() const { return trend != Component::none; }
  [[nodiscard]] constexpr bool has_season() const { return season != Component::none; }
  [[nodiscard]] constexpr bool relative_errors() const { return error == Component::multiplicative; }
};

inline constexpr std::size_t form_count = 30;

/// All forms, numbered from 0.
[[nodiscard]] constexpr Form form_at(std::size_t index) {
  constexpr std::array<std::pair<Component, bool>, 5> trends{{{Component::none, false},
                                                              {Component::additive, false},
                                                              {Component::additive, true},
                                                              {Component::multiplicative, false},
                                                              {Component::multiplicative, true}}};
  auto const [trend, damped] = trends[index / 3 % 5];
  return {index / 15 == 0 ? Component::additive : Component::multiplicative, trend, static_cast<Component>(index % 3),
          damped};
}

[[nodiscard]] constexpr std::size_t index_of(Form form) {
  std::size_t const trend = form.has_trend() ? 2 * static_cast<std::size_t>(form.trend) - (form.damped ? 0 : 1) : 0;
  return (form.relative_errors() ? 15 : 0) + 3 * trend + static_cast<std::size_t>(form.season);
}

/// "N", "A" or "M".
[[nodiscard]] char letter(Component component);
/// Error, trend and season as three letters, as "MAM". Damping is told apart by `Form::damped`.
[[nodiscard]] std::string components(Form form);

} // namespace rankfold::learners::forecasting::smoothing
