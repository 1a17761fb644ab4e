#include "learners/forecasting/ets/sensitivity.hpp"
#include "learners/forecasting/ets/dispatch.hpp"
#include "learners/forecasting/ets/recursion.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting::smoothing {

namespace {

constexpr std::size_t most_packs = Layout::capacity / lanes;
using Tangent = std::array<Pack, most_packs>; ///< the derivative of one quantity by every parameter

/// Sums of products of all parameters' derivatives, taken in blocks so that the running sums stay in registers.
class CrossProducts {
public:
  explicit CrossProducts(std::size_t packs) : packs_{packs} {}

  /// The next row, to be filled by the caller.
  [[gnu::always_inline]] Tangent& next_row() {
    if (used_ == block) flush();
    return rows_[used_++];
  }

  [[gnu::always_inline]] void finish(Sensitivity& result) {
    flush();
    for (std::size_t i = 0; i < packs_ * lanes; ++i) {
      for (std::size_t j = i; j < packs_ * lanes; ++j) {
        double const sum = sums_[i][j / lanes][static_cast<int>(j % lanes)];
        result.curvature[i][j] = result.curvature[j][i] = sum;
      }
    }
  }

private:
  static constexpr std::size_t block = 32;

  [[gnu::always_inline]] void flush() {
    for (std::size_t i = 0; i < packs_; ++i) {
      for (std::size_t j = i; j < packs_; ++j) add_products(i, j);
    }
    used_ = 0;
  }

  [[gnu::always_inline]] void add_products(std::size_t i, std::size_t j) {
    Pack a{}, b{}, c{}, d{};
    for (std::size_t row = 0; row < used_; ++row) {
      Pack const left = rows_[row][i];
      Pack const right = rows_[row][j];
      a += left[0] * right;
      b += left[1] * right;
      c += left[2] * right;
      d += left[3] * right;
    }
    sums_[lanes * i][j] += a;
    sums_[lanes * i + 1][j] += b;
    sums_[lanes * i + 2][j] += c;
    sums_[lanes * i + 3][j] += d;
  }

  std::size_t packs_;
  std::size_t used_ = 0;
  std::array<Tangent, block> rows_;
  std::array<Tangent, Layout::capacity> sums_{};
};

/// The states' derivatives by every parameter, advanced beside the states.
template <Form F> class TangentRecursion {
public:
  [[gnu::always_inline]] TangentRecursion(Candidate const& candidate, int period, Layout const& layout) :
      packs_{(layout.size + lanes - 1) / lanes}, state_{candidate.smoothing.alpha, candidate.smoothing.beta,
                                                        candidate.smoothing.gamma, candidate.smoothing.phi,
                                                        candidate.states.level,    candidate.states.growth},
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

  [[nodiscard]] std::size_t packs() const { return packs_; }

  struct Error {
    double error;      ///< relative where the form says so
    double derivative; ///< of the error, as a multiple of the row: d error = -derivative * row
    double forecast;
  };

  /// Fills `row` with the derivatives of the forecast (relative to it where errors are relative), then takes in
  /// `value`.
  [[gnu::always_inline]] Error advance(double value, std::size_t j, Tangent& row) {
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

    for (std::size_t i = 0; i < packs_; ++i) {
      Pack expected = level_[i];
      if constexpr (F.has_trend()) expected = leap.level_factor * level_[i] + leap.growth_factor * growth_[i];
      if constexpr (F.damped) {
        if (i == 0) expected += by_own_parameter.expected;
      }
      Pack forecast = expected;
      if constexpr (F.season == Component::additive) forecast += seasons_[j][i];
      if constexpr (F.season == Component::multiplicative) {
        forecast = season * expected + now.expected_level * seasons_[j][i];
      }
      if constexpr (F.relative_errors()) forecast *= inverse_forecast;
      row[i] = forecast;

      Pack surprised = -expected;
      if constexpr (F.has_season()) surprised += by_season * seasons_[j][i];
      if constexpr (F.has_trend()) {
        Pack growth = leap.own_factor * growth_[i] + beta_scaled * surprised;
        if constexpr (F.trend == Component::multiplicative) growth += beta_by_level * level_[i];
        if (i == 0) growth += by_own_parameter.growth;
        growth_[i] = growth;
      }
      level_[i] = expected + alpha * surprised;
      if (i == 0) level_[i] += by_own_parameter.level;
      if constexpr (F.has_season()) {
        Pack moved = (1.0 - gamma) * seasons_[j][i] + (gamma * pull_by_level) * expected;
        if (i == 0) moved += by_own_parameter.season;
        seasons_[j][i] = moved;
      }
    }

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

  static void set(Tangent& tangent, std::size_t parameter, double derivative) {
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
    Constants own{};
    if constexpr (F.damped) {
      own.expected[Layout::phi] = leap.level_by_phi;
      own.growth[Layout::phi] = leap.own_by_phi;
    }
    own.level[Layout::alpha] = surprise;
    own.growth[Layout::beta] = F.trend == Component::multiplicative ? surprise / level : surprise;
    own.season[Layout::gamma] = season_surprise;
    return own;
  }

  std::size_t packs_;
  Recursion<F, double> state_;
  std::array<double, max_period> season_;
  Tangent level_{}, growth_{};
  std::array<Tangent, F.has_season() ? max_period : 1> seasons_{};
};

struct OneCandidate {
  std::span<double const> values;
  int period;
  Candidate const& candidate;
};

template <Form F> struct SensitivityKernel {
  using Arguments = OneCandidate;

  [[gnu::always_inline]] static Sensitivity run(Arguments const& given) {
    auto const& [values, period, candidate] = given;
    Layout const layout{F, period};
    TangentRecursion<F> recursion{candidate, period, layout};
    CrossProducts products{recursion.packs()};
    std::size_t const packs = recursion.packs();
    Tangent weighted{}, plain{};
    double squares = 0.0;
    std::size_t const slots = F.has_season() ? static_cast<std::size_t>(period) : 1;
    std::size_t j = 0;
    for (double const value : values) {
      Tangent& row = products.next_row();
      auto const [error, derivative, forecast] = recursion.advance(value, j, row);
      squares += error * error;
      double const weight = error * derivative;
      for (std::size_t i = 0; i < packs; ++i) weighted[i] += weight * row[i];
      if constexpr (F.relative_errors()) {
        for (std::size_t i = 0; i < packs; ++i) plain[i] += row[i];
      }
      if (++j == slots) j = 0;
    }

    // Deviance n log(sum e^2) + 2 sum log f; rows are df (additive) or df/f, so that de = -(derivative) row. Expected
    // curvature for relative errors, with the variance profiled out: (2/v + 4) sum rr' - (4/n) (sum r)(sum r)', v = sum
    // e^2 / n; for additive errors (2/v) sum rr'.
    Sensitivity result;
    products.finish(result);
    double const n = static_cast<double>(values.size());
    double const information = 2.0 * n / squares;
    for (std::size_t a = 0; a < layout.size; ++a) {
      double const sum = plain[a / lanes][static_cast<int>(a % lanes)];
      result.gradient[a] = -information * weighted[a / lanes][static_cast<int>(a % lanes)] + 2.0 * sum;
      for (std::size_t b = 0; b < layout.size; ++b) {
        double const other = plain[b / lanes][static_cast<int>(b % lanes)];
        double const scale = F.relative_errors() ? information + 4.0 : information;
        result.curvature[a][b] = scale * result.curvature[a][b] - 4.0 / n * (sum * other);
      }
    }
    return result;
  }
};

} // namespace

std::array<double, Layout::capacity> to_vector(Form form, int period, Candidate const& candidate) {
  Layout const layout{form, period};
  auto const& [alpha, beta, gamma, phi] = candidate.smoothing;
  std::array<double, Layout::capacity> vector{alpha, beta, gamma, phi, candidate.states.level};
  if (form.has_trend()) vector[Layout::growth] = candidate.states.growth;
  std::copy_n(candidate.states.season.begin(), layout.size - layout.season, vector.begin() + layout.season);
  return vector;
}

Candidate to_candidate(Form form, int period, std::array<double, Layout::capacity> const& vector) {
  Layout const layout{form, period};
  Candidate result{{vector[0], vector[1], vector[2], vector[3]}, {vector[Layout::level]}};
  if (form.has_trend()) result.states.growth = vector[Layout::growth];
  if (form.has_season()) {
    double rest = form.season == Component::multiplicative ? static_cast<double>(period) : 0.0;
    for (std::size_t j = 0; j + layout.season < layout.size; ++j) {
      result.states.season[j] = vector[layout.season + j];
      rest -= vector[layout.season + j];
    }
    result.states.season[layout.size - layout.season] = rest;
  }
  return result;
}

Sensitivity sensitivity(Form form, std::span<double const> values, int period, Candidate const& candidate) {
  return run_kernel<SensitivityKernel>(form, {values, period, candidate});
}

} // namespace rankfold::learners::forecasting::smoothing
