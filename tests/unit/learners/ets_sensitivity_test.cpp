#include "learners/forecasting/ets/likelihood.hpp"
#include "learners/forecasting/ets/sensitivity.hpp"
#include "learners/forecasting/ets/starting_states.hpp"
#include "support/random.hpp"
#include <cmath>
#include <gtest/gtest.h>

namespace rankfold::learners::forecasting::smoothing {
namespace {

std::vector<double> seasonal_series(std::size_t n, int period, std::uint64_t seed) {
  RandomStream random{seed, 0, 0, 0};
  std::vector<double> values(n);
  for (std::size_t t = 0; t < n; ++t) {
    double const angle = 6.283185307179586 * static_cast<double>(t) / period;
    values[t] = 2.0 + 0.01 * static_cast<double>(t) + 0.3 * std::sin(angle) + 0.1 * random.normal();
  }
  return values;
}

Candidate candidate_near_start(Form form, std::span<double const> values, int period) {
  return {{0.3, form.has_trend() ? 0.05 : 0.0, form.has_season() ? 0.1 : 0.0, form.damped ? 0.9 : 1.0},
          StartingStates{form, values, period}.from_first(0)};
}

class EtsFormTest : public testing::TestWithParam<std::size_t> {
protected:
  static constexpr int period = 4;
  Form const form = form_at(GetParam());
  std::vector<double> const values = seasonal_series(60, period, 7);
  Candidate const candidate = candidate_near_start(form, values, form.has_season() ? period : 1);
  int const used_period = form.has_season() ? period : 1;

  [[nodiscard]] double deviance_at(std::array<double, Layout::capacity> const& vector) const {
    return filter(form, values, used_period, to_candidate(form, used_period, vector)).deviance(values.size());
  }
};

TEST_P(EtsFormTest, the_gradient_is_the_deviances_slope) {
  auto const at = sensitivity(form, values, used_period, candidate);
  auto const vector = to_vector(form, used_period, candidate);
  Layout const layout{form, used_period};

  for (std::size_t i = 0; i < layout.size; ++i) {
    bool const is_fixed = (i == Layout::beta && !form.has_trend()) || (i == Layout::gamma && !form.has_season()) ||
                          (i == Layout::phi && !form.damped);
    if (is_fixed) continue;
    double const step = 1e-6;
    auto above = vector;
    auto below = vector;
    above[i] += step;
    below[i] -= step;
    double const slope = (deviance_at(above) - deviance_at(below)) / (2.0 * step);
    EXPECT_NEAR(at.gradient[i], slope, 1e-4 * (1.0 + std::abs(slope))) << components(form) << " parameter " << i;
  }
}

TEST_P(EtsFormTest, the_curvature_is_symmetric_and_not_negative) {
  auto const at = sensitivity(form, values, used_period, candidate);
  Layout const layout{form, used_period};

  for (std::size_t i = 0; i < layout.size; ++i) {
    EXPECT_GE(at.curvature[i][i], 0.0);
    for (std::size_t j = 0; j < layout.size; ++j) EXPECT_EQ(at.curvature[i][j], at.curvature[j][i]);
  }
}

TEST_P(EtsFormTest, a_batch_gives_the_same_deviances_as_one_by_one) {
  std::array<Candidate, batch_size> batch{candidate, candidate, candidate, candidate};
  for (std::size_t k = 0; k < batch_size; ++k) batch[k].smoothing.alpha = 0.1 + 0.2 * static_cast<double>(k);

  auto const found = deviances(form, values, used_period, batch);

  for (std::size_t k = 0; k < batch_size; ++k) {
    EXPECT_EQ(found[k], filter(form, values, used_period, batch[k]).deviance(values.size())) << components(form);
  }
}

INSTANTIATE_TEST_SUITE_P(AllForms, EtsFormTest, testing::Range<std::size_t>(0, form_count));

} // namespace
} // namespace rankfold::learners::forecasting::smoothing
