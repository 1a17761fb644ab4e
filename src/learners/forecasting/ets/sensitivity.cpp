#include "learners/forecasting/ets/sensitivity.hpp"
#include "learners/forecasting/ets/dispatch.hpp"
#include "learners/forecasting/ets/recursion.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// The derivative of one quantity by every parameter, four to a pack.
template <std::size_t Packs> using Tangent = std::array<Pack, Packs>;

/// Calls `visit` with 0, 1, ... as constants: what is indexed by them can stay in registers.
template <std::size_t Count, class Visit> [[gnu::always_inline]] inline void unrolled(Visit const& visit) {
  [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    (visit(std::integral_constant<std::size_t, I>{}), ...);
  }
  (std::make_index_sequence<Count>{});
}

/// Sums of products of all parameters' derivatives, taken in blocks so that the running sums stay in registers.
template <std::size_t Packs> class CrossProducts {
public:
  /// The next row, to be filled by the caller.
  [[gnu::always_inline]] Tangent<Packs>& next_row() {
    if (used_ == block) flush();
    return rows_[used_++];
  }

  [[gnu::always_inline]] void finish(Sensitivity& result) {
    flush();
    for (std::size_t i = 0; i < Packs * lanes; ++i) {
      for (std::size_t j = i; j < Packs * lanes; ++j) {
        double const sum = sums_[i][j / lanes][static_cast<int>(j % lanes)];
        result.curvature[i][j] = result.curvature[j][i] = sum;
      }
    }
  }

private:
  static constexpr std::size_t block = 32;

  [[gnu::always_inline]] void flush() {
    for (std::size_t i = 0; i < Packs; ++i) {
      for (std::size_t j = i; j < Packs; ++j) add_products(i, j);
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

  std::size_t used_ = 0;
  std::array<Tangent<Packs>, block> rows_;
  std::array<Tangent<Packs>, Packs * lanes> sums_{};
};

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

struct OneCandidate {
  std::span<double const> values;
  int period;
  Candidate const& candidate;
};

/// Gathers what one pass gives into derivatives of the deviance n log(sum e^2) + 2 sum log f. Rows r are df for
/// additive errors and df / f for relative ones, so that de = -(derivative) r. The expected curvature for relative
/// errors, with the variance profiled out, is (2/v + 4) sum rr' - (4/n) (sum r)(sum r)', v = sum e^2 / n; for additive
/// errors (2/v) sum rr'.
template <Form F, std::size_t Packs> class Gathering {
public:
  [[gnu::always_inline]] void add(double error, double derivative, Tangent<Packs> const& row) {
    squares_ += error * error;
    double const weight = error * derivative;
    unrolled<Packs>([&](auto i) __attribute__((always_inline)) {
      weighted_[i] += weight * row[i];
      if constexpr (F.relative_errors()) plain_[i] += row[i];
    });
  }

  /// `result.curvature` holds the sums of products of the rows, and becomes the curvature.
  void finish(std::size_t size, std::size_t n_values, Sensitivity& result) const {
    double const n = static_cast<double>(n_values);
    double const information = 2.0 * n / squares_;
    double const scale = F.relative_errors() ? information + 4.0 : information;
    auto const at = [](Tangent<Packs> const& tangent, std::size_t a) {
      return tangent[a / lanes][static_cast<int>(a % lanes)];
    };
    for (std::size_t a = 0; a < size; ++a) {
      double const sum = at(plain_, a);
      result.gradient[a] = -information * at(weighted_, a) + 2.0 * sum;
      for (std::size_t b = 0; b < size; ++b) {
        result.curvature[a][b] = scale * result.curvature[a][b] - 4.0 / n * (sum * at(plain_, b));
      }
    }
  }

private:
  Tangent<Packs> weighted_{}, plain_{};
  double squares_ = 0.0;
};

template <Form F> struct SensitivityKernel {
  using Arguments = OneCandidate;

  [[gnu::always_inline]] static Sensitivity run(Arguments const& given) {
    if constexpr (!F.has_season()) return run_with<2>(given);
    // Few widths, to be quick to compile: seasons up to 7, 12 or 13, and the longest.
    std::size_t const size = Layout{F, given.period}.size;
    if (size <= 3 * lanes) return run_with<3>(given);
    if (size <= 5 * lanes) return run_with<5>(given);
    return run_with<Layout::capacity / lanes>(given);
  }

private:
  template <std::size_t Packs> [[gnu::always_inline]] static Sensitivity run_with(Arguments const& given) {
    auto const& [values, period, candidate] = given;
    Layout const layout{F, period};
    TangentRecursion<F, Packs> recursion{candidate, period, layout};
    CrossProducts<Packs> products;
    Gathering<F, Packs> gathering;
    std::size_t const slots = F.has_season() ? static_cast<std::size_t>(period) : 1;
    std::size_t j = 0;
    for (double const value : values) {
      Tangent<Packs>& row = products.next_row();
      auto const [error, derivative, forecast] = recursion.advance(value, j, row);
      gathering.add(error, derivative, row);
      if (++j == slots) j = 0;
    }
    Sensitivity result;
    products.finish(result);
    gathering.finish(layout.size, values.size(), result);
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
