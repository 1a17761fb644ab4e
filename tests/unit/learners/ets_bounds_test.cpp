#include "learners/forecasting/ets/bounds.hpp"
#include "learners/forecasting/ets/search_space.hpp"
#include "support/random.hpp"
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace rankfold::learners::forecasting::smoothing {
namespace {

using enum Component;

/// Whether the forecast errors of an additive, undamped form die out when nothing but zeros is observed: what admissible means.
bool forgets(Form form, int period, SmoothingParameters const& p) {
  double level = 1.0;
  double growth = form.has_trend() ? 0.5 : 0.0;
  std::vector<double> season(static_cast<std::size_t>(period), 0.0);
  if (form.has_season()) season[0] = 0.7;
  constexpr int halfway = 20000;
  double early = 0.0; // the largest error in the last periods of the first and of the second half
  double late = 0.0;
  for (int t = 0; t < 2 * halfway; ++t) {
    auto& s = season[static_cast<std::size_t>(t % period)];
    double const expected = level + growth;
    double const error = -(expected + s);
    growth = growth + p.beta * error;
    level = expected + p.alpha * error;
    s += p.gamma * error;
    if (t < halfway && t >= halfway - 20 * period) early = std::max(early, std::abs(error));
    if (t >= 2 * halfway - 20 * period) late = std::max(late, std::abs(error));
    if (!(std::abs(error) < 1e30)) return false;
  }
  return late <= early || late < 1e-9; // or nothing but rounding is left
}

SmoothingParameters random_usual(RandomStream& random, Form form) {
  SmoothingParameters p;
  p.alpha = 0.02 + 0.96 * random.uniform();
  if (form.has_trend()) p.beta = p.alpha * (0.02 + 0.96 * random.uniform());
  if (form.has_season()) p.gamma = (1.0 - p.alpha) * (0.02 + 0.96 * random.uniform());
  if (form.damped) p.phi = 0.8 + 0.18 * random.uniform();
  return p;
}

TEST(EtsBoundsTest, admissible_parameters_are_those_that_forget_the_start) {
  constexpr std::uint64_t seed = 11;
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomStream random{seed, 0, 0, 0};
  int admissible = 0;
  for (int round = 0; round < 300; ++round) {
    Form const form{additive, additive, additive, false};
    int const period = 2 + static_cast<int>(random.below(11));
    auto const p = random_usual(random, form);

    bool const said = is_admissible(form, period, p);

    admissible += said;
    EXPECT_EQ(said, forgets(form, period, p)) << "period " << period << " alpha " << p.alpha << " beta " << p.beta
                                              << " gamma " << p.gamma << " phi " << p.phi;
  }
  EXPECT_GT(admissible, 30);
  EXPECT_LT(admissible, 270);
}

TEST(EtsBoundsTest, without_both_trend_and_season_the_usual_region_is_admissible) {
  RandomStream random{12, 0, 0, 0};
  for (int round = 0; round < 300; ++round) {
    Form const trend{additive, additive, none, random.uniform() < 0.5};
    Form const season{additive, none, additive};
    EXPECT_TRUE(is_admissible(trend, 1, random_usual(random, trend)));
    EXPECT_TRUE(is_admissible(season, 2 + static_cast<int>(random.below(20)), random_usual(random, season)));
  }
}

TEST(EtsBoundsTest, the_usual_bounds_hold_each_parameter) {
  Form const form{additive, additive, additive, true};
  Limits usual;
  usual.bounds = Bounds::usual;
  SmoothingParameters const inside{0.5, 0.1, 0.2, 0.9};

  EXPECT_TRUE(is_allowed(form, 4, inside, usual));
  EXPECT_FALSE(is_allowed(form, 4, {0.99995, 0.1, 0.00005, 0.9}, usual));
  EXPECT_FALSE(is_allowed(form, 4, {0.5, 0.6, 0.2, 0.9}, usual));
  EXPECT_FALSE(is_allowed(form, 4, {0.5, 0.1, 0.6, 0.9}, usual));
  EXPECT_FALSE(is_allowed(form, 4, {0.5, 0.1, 0.2, 0.99}, usual));
}

TEST(EtsBoundsTest, coordinates_lead_back_to_the_candidate) {
  constexpr int period = 4;
  for (std::size_t i = 0; i < form_count; ++i) {
    Form const form = form_at(i);
    Candidate candidate{{0.4, form.has_trend() ? 0.1 : 0.0, form.has_season() ? 0.2 : 0.0, form.damped ? 0.9 : 1.0},
                        {}};
    candidate.states.level = 3.0;
    if (form.has_trend()) candidate.states.growth = 1.01;
    double const center = form.season == multiplicative ? 1.0 : 0.0;
    if (form.has_season()) {
      for (std::size_t j = 0; j < period; ++j)
        candidate.states.season[j] = center + 0.1 * (static_cast<double>(j) - 1.5);
    }
    SearchSpace const space{form, period, {}, {}, InitialStates::estimated};

    auto const back = space.candidate(space.coordinates(candidate));

    EXPECT_NEAR(back.smoothing.alpha, candidate.smoothing.alpha, 1e-12) << components(form);
    EXPECT_NEAR(back.smoothing.beta, candidate.smoothing.beta, 1e-12) << components(form);
    EXPECT_NEAR(back.smoothing.gamma, candidate.smoothing.gamma, 1e-12) << components(form);
    EXPECT_EQ(back.smoothing.phi, candidate.smoothing.phi) << components(form);
    EXPECT_EQ(back.states.level, candidate.states.level);
    for (std::size_t j = 0; j < period; ++j) EXPECT_NEAR(back.states.season[j], candidate.states.season[j], 1e-12);
  }
}

TEST(EtsBoundsTest, every_point_of_the_exact_box_is_admissible) {
  Form const form{additive, additive, additive, true};
  constexpr int period = 12;
  auto const space = SearchSpace{form, period, {}, {}, InitialStates::given}.with_exact_box();
  RandomStream random{13, 0, 0, 0};
  for (int round = 0; round < 200; ++round) {
    SearchSpace::Vector z{};
    for (std::size_t i = 0; i < Layout::smoothing_count; ++i) {
      z[i] = space.lower(i) + random.uniform() * (space.upper(i) - space.lower(i));
    }

    auto const p = space.candidate(z).smoothing;

    EXPECT_TRUE(is_allowed(form, period, p, {})) << p.alpha << " " << p.beta << " " << p.gamma << " " << p.phi;
  }
}

} // namespace
} // namespace rankfold::learners::forecasting::smoothing
