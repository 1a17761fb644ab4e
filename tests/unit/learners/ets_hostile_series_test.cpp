#include "hostile_series.hpp"
#include "learners/forecasting/forecasters.hpp"
#include "learners/registry.hpp"
#include "support/random.hpp"
#include <cmath>

/// Whatever the series: a fit whose forecasts are numbers, or a clean failure.
namespace rankfold::learners::forecasting {
namespace {

TEST(EtsHostileSeriesTest, every_model_fits_or_fails_cleanly) {
  for (auto const& model :
       {"ZZZ", "ZNA", "ANN", "MNN", "AAN", "MAN", "MMN", "ANA", "AAA", "MAA", "MNM", "MAM", "MMM", "MZM"}) {
    for (bool const damped : {false, true}) {
      auto const parameters = with_defaults(ets().info(), {{"model", model}, {"season_length", 4}, {"damped", damped}});
      SCOPED_TRACE(std::string{model} + (damped ? ", damped" : ""));
      for (auto const& series : hostile_series()) expect_numbers_or_failure(ets(), parameters, series);
    }
  }
}

TEST(EtsHostileSeriesTest, forms_of_infinite_variance_fit_or_fail_cleanly) {
  for (auto const& model : {"AMN", "AMA", "AMM", "ANM", "AAM", "MMA", "ZMZ"}) {
    auto const parameters = with_defaults(ets().info(), {{"model", model}, {"season_length", 4}, {"restrict", false}});
    SCOPED_TRACE(model);
    for (auto const& series : hostile_series()) expect_numbers_or_failure(ets(), parameters, series);
  }
}

TEST(EtsHostileSeriesTest, admissible_bounds_fit_or_fail_cleanly) {
  for (auto const& model : {"AAN", "ANA", "AAA", "MAM"}) {
    auto const parameters =
        with_defaults(ets().info(), {{"model", model}, {"season_length", 4}, {"bounds", "admissible"}});
    SCOPED_TRACE(model);
    for (auto const& series : hostile_series()) expect_numbers_or_failure(ets(), parameters, series);
  }
}

TEST(EtsHostileSeriesTest, the_named_methods_fit_or_fail_cleanly) {
  for (auto const* forecaster : {&ses(), &holt(), &holt_winters(), &theta(), &croston(), &tsb()}) {
    SCOPED_TRACE(forecaster->info().name);
    auto parameters = with_defaults(forecaster->info(), {});
    if (parameters.contains("season_length")) parameters["season_length"] = 4;
    for (auto const& series : hostile_series()) expect_numbers_or_failure(*forecaster, parameters, series);
  }
}

TEST(EtsHostileSeriesTest, random_series_of_any_scale_fit_or_fail_cleanly) {
  constexpr std::uint64_t seed = 20240607;
  SCOPED_TRACE("seed " + std::to_string(seed));
  for (int round = 0; round < 40; ++round) {
    RandomStream random{seed, 0, round, 0};
    double const scale = std::pow(10.0, 20.0 * random.uniform() - 10.0);
    double const zeros = random.uniform();
    double const offset = random.uniform() < 0.5 ? 0.0 : 5.0;
    auto const values = filled(4 + random.below(60), [&](std::size_t) {
      return random.uniform() < zeros ? scale * offset : scale * (offset + random.normal());
    });
    auto const parameters =
        with_defaults(ets().info(), {{"model", "ZZZ"}, {"season_length", 2 + static_cast<int>(random.below(9))}});
    expect_numbers_or_failure(ets(), parameters, {"round " + std::to_string(round), values});
  }
}

} // namespace
} // namespace rankfold::learners::forecasting
