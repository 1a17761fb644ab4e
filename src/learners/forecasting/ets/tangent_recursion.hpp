#pragma once

#include "learners/forecasting/ets/candidate.hpp"
#include "learners/forecasting/ets/recursion.hpp"
#include "learners/forecasting/ets/tangent.hpp"
#include <cmath>

namespace rankfold::learners::forecasting::smoothing {

/// The states' derivatives by every parameter, advanced beside the states.
template <Form F, std::size_t Packs> class TangentRecursion {
public:
  [[gnu::always_inline]] TangentRecursion(Candidate const& candidate, int period, Layout const& layout) :
      state_{candidate.smoothing.alpha, candidate.smoothing.beta, candidate.smoothing.gamma,
             candidate.smoothing.phi,   candidate.states.level,   candidate.states.growth},
      season_{candidate.states.season} {
    set(level_, Layout::level, 1.0);
    if constexpr (F.has_trend()) set(growth_, Layout::growth, 1.0);
    if constexpr (F.has_season()) {
      std::size_t const last = static_cast<std::size_t>(period) - 1;
      for (std::size_t j = 0; j < last; ++j) {
        set(seasons_[j], layout.season + j, 1.0);
        set(seasons_[last], layout.season + j, -1.0);
      }
    }
  }

  struct Error {
    double error;      ///< relative where the form says so
    double derivative; ///< of the error, as a multiple of the row: d error = -derivative * row
    double forecast;
  };

  /// Fills `row` with the derivatives of the forecast (relative to it where errors are relative), then takes in
  /// `value`.
  [[gnu::always_inline]] Error advance(double value, std::size_t j, Tangent<Packs>& row) {
    auto const now = state_.predict(season_[j]);
    double const season = season_[j];
    double const level = state_.level;
    double const surprise = state_.deseasonalised(value, season) - now.expected_level;
    double const inverse_forecast = F.relative_errors() ? 1.0 / now.forecast : 1.0;
    Leap const leap = leap_derivatives(now.leap, level);
    double const season_pull =
        F.season == Component::multiplicative ? value / now.expected_level : value - now.expected_level;
    Constants const by_own_parameter = own_derivatives(leap, surprise, season_pull - season, level);
    double const by_season = F.season == Component::multiplicative ? -(surprise + now.expected_level) / season : -1.0;
    double const pull_by_level = F.season == Component::multiplicative ? -season_pull / now.expected_level : -1.0;
    auto const& [alpha, beta, gamma, phi, unused_level, unused_growth] = state_;
    double const beta_scaled = F.trend == Component::multiplicative ? beta / level : beta;
    double const beta_by_level = F.trend == Component::multiplicative ? -beta_scaled * surprise / level : 0.0;

    double const level_by_season = alpha * by_season;
    double const season_by_level = gamma * pull_by_level;
    unrolled<Packs>([&](auto i) __attribute__((always_inline)) {
      Pack expected = level_[i];
      if constexpr (F.trend == Component::additive) expected += leap.growth_factor * growth_[i];
      if constexpr (F.trend == Component::multiplicative) {
        expected = leap.level_factor * level_[i] + leap.growth_factor * growth_[i];
      }
      if constexpr (F.damped && i == 0) expected += by_own_parameter.expected;
      Pack forecast = expected;
      if constexpr (F.season == Component::additive) forecast += seasons_[j][i];
      if constexpr (F.season == Component::multiplicative) {
        forecast = season * expected + now.expected_level * seasons_[j][i];
      }
      if constexpr (F.relative_errors()) forecast *= inverse_forecast;
      row[i] = forecast;

      if constexpr (F.has_trend()) {
        Pack surprised = -expected;
        if constexpr (F.has_season()) surprised += by_season * seasons_[j][i];
        Pack growth = leap.own_factor * growth_[i] + beta_scaled * surprised;
        if constexpr (F.trend == Component::multiplicative) growth += beta_by_level * level_[i];
        if constexpr (i == 0) growth += by_own_parameter.growth;
        growth_[i] = growth;
      }
      Pack level_now = (1.0 - alpha) * expected;
      if constexpr (F.has_season()) level_now += level_by_season * seasons_[j][i];
      if constexpr (i == 0) level_now += by_own_parameter.level;
      level_[i] = level_now;
      if constexpr (F.has_season()) {
        Pack moved = (1.0 - gamma) * seasons_[j][i] + season_by_level * expected;
        if constexpr (i == 0) moved += by_own_parameter.season;
        seasons_[j][i] = moved;
      }
    });

    double error = value - now.forecast;
    double derivative = 1.0;
    if constexpr (F.relative_errors()) {
      error *= inverse_forecast;
      derivative = 1.0 + error;
    }
    state_.update(now, value, season_[j]);
    return {error, derivative, now.forecast};
  }

private:
  /// How the damped growth and the level it leads to depend on the level, the growth and phi.
  struct Leap {
    double level_factor = 1.0, growth_factor = 0.0;
    double own_factor = 0.0; ///< d leap / d growth
    double own_by_phi = 0.0, level_by_phi = 0.0;
  };
  /// What enters by a parameter's own occurrence in the recursion: only the four smoothing parameters, the first pack.
  struct Constants {
    Pack expected, level, growth, season;
  };

  [[gnu::always_inline]] static void set(Tangent<Packs>& tangent, std::size_t parameter, double derivative) {
    tangent[parameter / lanes][static_cast<int>(parameter % lanes)] = derivative;
  }

  [[gnu::always_inline]] Leap leap_derivatives(double leap, double level) const {
    Leap result;
    if constexpr (F.trend == Component::additive) {
      double const phi = F.damped ? state_.phi : 1.0;
      result = {1.0, phi, phi, state_.growth, state_.growth};
    }
    if constexpr (F.trend == Component::multiplicative) {
      double const own = F.damped ? state_.phi * leap / state_.growth : 1.0;
      double const by_phi = F.damped ? leap * std::log(state_.growth) : 0.0;
      result = {leap, level * own, own, by_phi, level * by_phi};
    }
    return result;
  }

  [[gnu::always_inline]] Constants own_derivatives(Leap const& leap, double surprise, double season_surprise,
                                                   double level) const {
    // Products with unit packs stay in registers; lanes set one by one would go through memory and stall.
    constexpr Pack by_alpha{1.0, 0.0, 0.0, 0.0}, by_beta{0.0, 1.0, 0.0, 0.0};
    constexpr Pack by_gamma{0.0, 0.0, 1.0, 0.0}, by_phi{0.0, 0.0, 0.0, 1.0};
    Constants own{};
    own.level = surprise * by_alpha;
    own.growth = (F.trend == Component::multiplicative ? surprise / level : surprise) * by_beta;
    own.season = season_surprise * by_gamma;
    if constexpr (F.damped) {
      own.expected = leap.level_by_phi * by_phi;
      own.growth += leap.own_by_phi * by_phi;
    }
    return own;
  }

  Recursion<F, double> state_;
  std::array<double, max_period> season_;
  Tangent<Packs> level_{}, growth_{};
  std::array<Tangent<Packs>, F.has_season() ? max_period : 1> seasons_{};
};

} // namespace rankfold::learners::forecasting::smoothing
