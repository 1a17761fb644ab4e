#include "learners/forecasting/simple/theta_states.hpp"

#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include "support/error.hpp"
#include "support/random.hpp"
#include "unit/learners/hostile_series.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

/// Theta models with estimated coefficients, held against the equations of Fiorucci et al. (2016) as they are printed.
namespace rankfold::learners::forecasting {
namespace {

using enum ThetaCoefficient;
using Line = ThetaStates::Line;

/// Level, mean, and the line's A and B, run from the first value on; the line's are all known beforehand if it is
/// fixed.
class PaperModel {
public:
  PaperModel(Line line, double alpha, double theta, double first_level) :
      line_{line}, alpha_{alpha}, theta_{theta}, level_{first_level} {}

  void fix_line(Values const& values) {
    double const n = static_cast<double>(values.size());
    double mean = 0, products = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      mean += values[i] / n;
      products += static_cast<double>(i + 1) * values[i] / n;
    }
    b_ = 6 / (n * n - 1) * (2 * products - (1 + n) * mean);
    a_ = mean - (n + 1) / 2 * b_;
  }

  [[nodiscard]] double mu() const {
    double const t = t_ + 1, rest = 1 - alpha_;
    return level_ + (1 - 1 / theta_) * (std::pow(rest, t - 1) * a_ + (1 - std::pow(rest, t)) / alpha_ * b_);
  }

  void see(double y) {
    double const t = ++t_;
    level_ = alpha_ * y + (1 - alpha_) * level_;
    if (line_ == Line::fixed) return;
    b_ = t == 1 ? 0 : 1 / (t + 1) * ((t - 2) * b_ + 6 / t * (y - mean_));
    mean_ = 1 / t * ((t - 1) * mean_ + y);
    a_ = mean_ - (t + 1) / 2 * b_;
  }

private:
  Line line_;
  double alpha_, theta_, level_, mean_ = 0, a_ = 0, b_ = 0, t_ = 0;
};

PaperModel run(Values const& values, Line line, double alpha, double theta, double first_level, double& mean_square) {
  PaperModel model{line, alpha, theta, first_level};
  if (line == Line::fixed) model.fix_line(values);
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    double const error = values[i] - model.mu();
    if (i >= 2) squares += error * error;
    model.see(values[i]);
  }
  mean_square = squares / static_cast<double>(values.size() - 2);
  return model;
}

double mean_square(Values const& values, Line line, double alpha, double theta, double first_level) {
  double result = 0;
  (void)run(values, line, alpha, theta, first_level, result);
  return result;
}

/// The first level with the smallest mean square, which is a parabola of it.
double best_level(Values const& values, Line line, double alpha, double theta) {
  double const low = mean_square(values, line, alpha, theta, -100), middle = mean_square(values, line, alpha, theta, 0),
               high = mean_square(values, line, alpha, theta, 100);
  return 50 * (low - high) / (low - 2 * middle + high);
}

Values trending(std::size_t n, std::uint64_t seed) {
  RandomStream random{seed, 0, 0, 0};
  Values values(n);
  double level = 20;
  for (std::size_t t = 0; t < n; ++t) values[t] = (level += 0.3 + 0.5 * random.normal()) + random.normal();
  return values;
}

class ThetaStatesTest : public ::testing::TestWithParam<std::tuple<Line, ThetaCoefficient, int>> {
protected:
  Line line_ = std::get<0>(GetParam());
  ThetaCoefficient coefficient_ = std::get<1>(GetParam());
  Values values_ = trending(8 + 9 * static_cast<std::size_t>(std::get<2>(GetParam())),
                            static_cast<std::uint64_t>(std::get<2>(GetParam())));
  ThetaStates model_ = fit_theta_states(values_, line_, coefficient_);
};

TEST_P(ThetaStatesTest, the_errors_are_those_of_the_equations) {
  double const first = best_level(values_, line_, model_.alpha, model_.theta());
  EXPECT_NEAR(mean_square(values_, line_, model_.alpha, model_.theta(), first), model_.sigma2, 1e-6 * model_.sigma2);
}

TEST_P(ThetaStatesTest, no_other_parameters_have_smaller_errors) {
  for (double alpha = 0.1; alpha <= 0.99; alpha += 0.01) {
    for (double const theta : {1.0, 1.2, 1.5, 2.0, 2.5, 4.0, 10.0, 1e3, 1e6}) {
      if (coefficient_ == two && theta != 2.0) continue;
      double const first = best_level(values_, line_, alpha, theta);
      EXPECT_GE(mean_square(values_, line_, alpha, theta, first), model_.sigma2 * (1 - 1e-6)) << alpha << " " << theta;
    }
  }
}

TEST_P(ThetaStatesTest, forecasts_go_on_by_the_equations) {
  double ignored = 0;
  auto paper = run(values_, line_, model_.alpha, model_.theta(),
                   best_level(values_, line_, model_.alpha, model_.theta()), ignored);
  for (double const mean : forecast_theta_states(model_, 20).means) {
    EXPECT_NEAR(mean, paper.mu(), 1e-5);
    paper.see(paper.mu());
  }
}

TEST_P(ThetaStatesTest, variances_are_those_of_the_errors_to_come) {
  double ignored = 0;
  constexpr std::size_t steps = 12;
  auto const start = run(values_, line_, model_.alpha, model_.theta(),
                         best_level(values_, line_, model_.alpha, model_.theta()), ignored);
  Values variances(steps, model_.sigma2);
  auto const path = [&](std::size_t struck) { // with an error of one at that step
    auto paper = start;
    Values mus;
    for (std::size_t h = 0; h < steps; ++h) {
      mus.push_back(paper.mu());
      paper.see(mus.back() + (h == struck ? 1.0 : 0.0));
    }
    return mus;
  };
  auto const undisturbed = path(steps);
  for (std::size_t struck = 0; struck < steps; ++struck) {
    auto const disturbed = path(struck);
    for (std::size_t h = struck + 1; h < steps; ++h) {
      variances[h] += model_.sigma2 * (disturbed[h] - undisturbed[h]) * (disturbed[h] - undisturbed[h]);
    }
  }
  EXPECT_THAT(forecast_theta_states(model_, steps).variances,
              ::testing::Pointwise(::testing::DoubleNear(1e-6 * model_.sigma2), variances));
}

INSTANTIATE_TEST_SUITE_P(Forms, ThetaStatesTest,
                         ::testing::Combine(::testing::Values(Line::fixed, Line::dynamic),
                                            ::testing::Values(two, estimated), ::testing::Values(0, 1, 2, 5)));

std::unique_ptr<FittedForecaster> fitted(Values const& values, std::string const& variant, int season_length = 1) {
  return theta().fit(values, with_defaults(theta().info(), {{"variant", variant}, {"season_length", season_length}}));
}

double sigma2_of(FittedForecaster const& model) { return model.describe().at("sigma2").get<double>(); }

TEST(ThetaVariantTest, auto_takes_the_smallest_errors) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    auto const values = trending(25, seed);
    double const chosen = sigma2_of(*fitted(values, "auto"));
    for (auto const* variant : {"optimised", "dynamic", "dynamic_optimised"}) {
      EXPECT_LE(chosen, sigma2_of(*fitted(values, variant)) * (1 + 1e-12)) << variant;
    }
  }
}

TEST(ThetaVariantTest, a_line_goes_on_and_a_constant_stays) {
  Values line(30), constant(30, 7.0);
  for (std::size_t t = 0; t < line.size(); ++t) line[t] = 3.0 + 2.0 * static_cast<double>(t);
  for (auto const* variant : {"optimised", "dynamic_optimised", "auto"}) {
    auto const forecast = fitted(line, variant)->forecast(3).mean;
    for (std::size_t h = 0; h < 3; ++h) EXPECT_NEAR(forecast[h], 63.0 + 2.0 * static_cast<double>(h), 0.2) << variant;
    EXPECT_THAT(fitted(constant, variant)->forecast(3).mean, ::testing::Each(::testing::DoubleNear(7.0, 1e-9)));
  }
}

TEST(ThetaVariantTest, a_season_widens_the_limits_where_it_raises_the_values) {
  auto values = trending(80, 3);
  for (std::size_t t = 0; t < values.size(); ++t) values[t] *= t % 4 == 3 ? 3.0 : 1.0;
  auto const forecast = fitted(values, "optimised", 4)->forecast(4, std::vector{80.0});
  auto const width = [&](std::size_t h) { return forecast.intervals[0].upper[h] - forecast.intervals[0].lower[h]; };
  EXPECT_GT(forecast.mean[3], 2 * forecast.mean[2]);
  EXPECT_GT(width(3), 2 * width(2));
}

TEST(ThetaVariantTest, three_values_are_too_few) {
  EXPECT_THROW((void)fitted({1, 2, 3}, "auto"), FitError);
  EXPECT_NO_THROW((void)fitted({1, 2, 3}, "standard"));
  EXPECT_NO_THROW((void)fitted({1, 2, 3, 5}, "auto"));
}

} // namespace
} // namespace rankfold::learners::forecasting
